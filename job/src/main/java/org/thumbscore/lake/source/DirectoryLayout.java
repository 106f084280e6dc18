package org.thumbscore.lake.source;

import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.thumbscore.lake.plan.InputFile;
import org.thumbscore.lake.storage.InputException;

/**
 * What the directories below an input are.
 *
 * @param keys of partitions, outermost first
 */
record DirectoryLayout(Kind kind, List<String> keys) {

  /** Whether directories say something of the files below them. */
  enum Kind {
    /** Files lie in the input itself. */
    FLAT,
    /** Directories are named {@code key=value}, and each key is a column. */
    PARTITIONED,
    /** Directories have any names, which say nothing: {@code 2021-01/train-0.parquet}. */
    NESTED
  }

  /**
   * Tells the layout by the directories' names.
   *
   * @param roots directories or files that were named, or that a glob found
   * @throws InputException if partition directories and others are mixed, for Spark would read the
   *     files in some of them only
   */
  static DirectoryLayout of(String location, List<FileStatus> roots, List<InputFile> files) {
    Set<Path> above =
        roots.stream()
            .filter(FileStatus::isDirectory)
            .map(FileStatus::getPath)
            .collect(Collectors.toSet());
    List<Place> places = files.stream().map(file -> Place.of(file, above)).toList();
    for (Place place : places) {
      if (!place.agreesWith(places.get(0))) {
        throw new InputException(
            "Cannot read input %s: partition directories and others are mixed there, as in %s and %s; expected the same key=value directories above each file, or none. Name one of the directories, or move the files"
                .formatted(location, places.get(0).file(), place.file()));
      }
    }
    return new DirectoryLayout(
        places.stream().map(Place::kind).max(Kind::compareTo).orElse(Kind.FLAT),
        places.isEmpty() ? List.of() : places.get(0).keys());
  }

  /**
   * Where a file lies below the input.
   *
   * @param directories how many there are between
   * @param keys of those that are partitions
   */
  private record Place(Path file, int directories, List<String> keys) {

    static Place of(InputFile file, Set<Path> roots) {
      Path path = new Path(URI.create(file.path()));
      Deque<String> keys = new ArrayDeque<>();
      int directories = 0;
      Path step = path.getParent();
      while (step != null && !roots.contains(step)) {
        directories++;
        if (step.getName().indexOf('=') > 0) {
          keys.addFirst(step.getName().substring(0, step.getName().indexOf('=')));
        }
        step = step.getParent();
      }
      // A file that was named itself lies below no root.
      return step == null
          ? new Place(path, 0, List.of())
          : new Place(path, directories, List.copyOf(keys));
    }

    boolean agreesWith(Place other) {
      return keys.equals(other.keys) && (keys.isEmpty() || keys.size() == directories);
    }

    Kind kind() {
      if (directories == 0) {
        return Kind.FLAT;
      }
      return keys.isEmpty() ? Kind.NESTED : Kind.PARTITIONED;
    }
  }
}
