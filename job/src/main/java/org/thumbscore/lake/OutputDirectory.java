package org.thumbscore.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A directory of scores. Readers see its data files; what runs leave beside them lies under {@code
 * _thumbscore}, which Spark and Hive skip by its first letter.
 */
final class OutputDirectory {
  private static final String SIDE = "_thumbscore";

  private final Path root;
  private final FileSystem files;

  private OutputDirectory(Path root, FileSystem files) {
    this.root = root;
    this.files = files;
  }

  static OutputDirectory at(String location, Configuration hadoop) throws IOException {
    Path path = new Path(location);
    FileSystem files = path.getFileSystem(hadoop);
    return new OutputDirectory(files.makeQualified(path), files);
  }

  Path root() {
    return root;
  }

  FileSystem files() {
    return files;
  }

  Path success() {
    return new Path(root, "_SUCCESS");
  }

  Path staging(String runId) {
    return new Path(root, SIDE + "/staging/" + runId);
  }

  Path rejected(String runId) {
    return new Path(root, SIDE + "/rejected/" + runId);
  }

  Path replaced(String runId) {
    return new Path(root, SIDE + "/replaced/" + runId);
  }

  Path runRecord(String runId) {
    return new Path(root, SIDE + "/runs/" + runId + ".json");
  }

  /** What readers see: every entry of the root that is not hidden. */
  List<FileStatus> visible() throws IOException {
    try {
      return Arrays.stream(files.listStatus(root))
          .filter(entry -> !hidden(entry.getPath()))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  /** The data files under a directory, relative to it. */
  List<String> dataFilesUnder(Path directory) throws IOException {
    List<String> found = new ArrayList<>();
    int prefix = files.makeQualified(directory).toString().length() + 1;
    RemoteIterator<LocatedFileStatus> each = files.listFiles(directory, true);
    while (each.hasNext()) {
      Path file = each.next().getPath();
      if (!hidden(file)) {
        found.add(file.toString().substring(prefix));
      }
    }
    return found;
  }

  /** A directory of a null partition value begins with an underscore only after its {@code =}. */
  private static boolean hidden(Path path) {
    return path.getName().startsWith("_") || path.getName().startsWith(".");
  }

  void rename(Path from, Path to) throws IOException {
    files.mkdirs(to.getParent());
    if (!files.rename(from, to)) {
      throw new IOException("rename of " + from + " to " + to + " was refused");
    }
  }

  void write(Path file, String text) throws IOException {
    try (OutputStream out = files.create(file, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Removes a run's directory, and its parents up to the root as far as they are empty. */
  void remove(Path directory) throws IOException {
    files.delete(directory, true);
    Path parent = directory.getParent();
    while (!parent.equals(root) && isEmpty(parent)) {
      files.delete(parent, false);
      parent = parent.getParent();
    }
  }

  boolean isEmpty(Path directory) throws IOException {
    try {
      return files.listStatus(directory).length == 0;
    } catch (FileNotFoundException e) {
      return false;
    }
  }
}
