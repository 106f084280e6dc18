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
 * The layout of the directories below an input.
 *
 * @param keys the partition keys, outermost first
 */
record DirectoryLayout(Kind kind, List<String> keys) {

  /** The kinds of layouts. */
  enum Kind {
    /** All files are in the input directory itself. */
    FLAT,
    /** Directories are named {@code key=value}, and each key is a column. */
    PARTITIONED,
    /** Directories have names without meaning, for instance {@code 2021-01/train-0.parquet}. */
    NESTED
  }

  /**
   * Determines the layout from the names of the directories.
   *
   * @param roots the directories or files that were named or matched by a glob
   * @throws InputException if partition directories and others are mixed, because Spark would read
   *     only some of the files
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
   * The position of a file below the input.
   *
   * @param directories the number of directories between the input and the file
   * @param keys the keys of those directories that are partitions
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
      // A file that was itself given as input is below no root.
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
