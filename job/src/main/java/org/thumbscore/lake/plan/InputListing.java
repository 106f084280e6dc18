package org.thumbscore.lake.plan;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.thumbscore.common.Messages;
import org.thumbscore.lake.storage.Concurrently;
import org.thumbscore.lake.storage.StorageException;

/** Lists the files of an input. Each call lists a directory at most once. Thread-safe. */
public final class InputListing {
  private final Configuration hadoop;

  public InputListing(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * Returns the current state of the given files in path order, omitting those that no longer
   * exist.
   *
   * @param paths encoded URIs
   * @throws StorageException if a directory cannot be listed
   */
  public List<InputFile> look(Collection<String> paths) {
    List<Path> wanted = paths.stream().map(encoded -> new Path(URI.create(encoded))).toList();
    List<Path> directories =
        List.copyOf(new TreeSet<>(wanted.stream().map(Path::getParent).toList()));
    List<Map<String, FileStatus>> listed = Concurrently.map(directories, this::byName);
    Map<Path, Map<String, FileStatus>> byDirectory = new HashMap<>();
    for (int i = 0; i < directories.size(); i++) {
      byDirectory.put(directories.get(i), listed.get(i));
    }
    List<InputFile> files = new ArrayList<>();
    for (Path path : wanted) {
      FileStatus status = byDirectory.get(path.getParent()).get(path.getName());
      if (status != null) {
        files.add(InputFile.of(spelling(path), status));
      }
    }
    files.sort(null);
    return files;
  }

  /**
   * Returns the given files and all files in and below the given directories, in path order. Files
   * and directories that Spark ignores, such as those whose names begin with an underscore or a
   * dot, are omitted with everything below them.
   *
   * @throws StorageException if a directory cannot be listed
   */
  public List<InputFile> under(List<FileStatus> roots) {
    List<InputFile> files = new ArrayList<>();
    List<Path> level = new ArrayList<>();
    for (FileStatus root : roots) {
      if (root.isDirectory() && isFlat(root.getPath())) {
        files.addAll(flat(root.getPath()));
      } else if (root.isDirectory()) {
        level.add(root.getPath());
      } else {
        files.add(file(root));
      }
    }
    while (!level.isEmpty()) {
      List<FileStatus> entries =
          Concurrently.map(level, this::list).stream().flatMap(List::stream).toList();
      level = new ArrayList<>();
      for (FileStatus entry : entries) {
        if (isHidden(entry.getPath().getName())) {
          continue;
        }
        if (entry.isDirectory()) {
          level.add(entry.getPath());
        } else {
          files.add(file(entry));
        }
      }
    }
    files.sort(null);
    return files;
  }

  /** Returns whether Spark ignores a file or directory of the given name. */
  static boolean isHidden(String name) {
    return (name.startsWith("_") && name.indexOf('=') < 0)
        || name.startsWith(".")
        || name.endsWith("._COPYING_");
  }

  /**
   * Returns whether the store lists all objects below a prefix at once, without a request for each
   * directory.
   */
  private static boolean isFlat(Path path) {
    return "s3a".equals(path.toUri().getScheme());
  }

  private List<InputFile> flat(Path root) {
    int prefix = root.toUri().getPath().length();
    List<InputFile> found = new ArrayList<>();
    try {
      RemoteIterator<LocatedFileStatus> each = root.getFileSystem(hadoop).listFiles(root, true);
      while (each.hasNext()) {
        FileStatus status = each.next();
        String below = status.getPath().toUri().getPath().substring(prefix);
        if (Arrays.stream(below.split("/")).noneMatch(InputListing::isHidden)) {
          found.add(file(status));
        }
      }
      return found;
    } catch (IOException e) {
      throw unlisted(root, e);
    }
  }

  private static InputFile file(FileStatus status) {
    return InputFile.of(spelling(status.getPath()), status);
  }

  /**
   * Returns the path as spelled in {@code _metadata.file_path}, for instance {@code file:/a} for
   * {@code file:///a}.
   */
  private static String spelling(Path path) {
    return new Path(path.toString()).toUri().toString();
  }

  private Map<String, FileStatus> byName(Path directory) {
    Map<String, FileStatus> byName = new HashMap<>();
    list(directory).forEach(status -> byName.put(status.getPath().getName(), status));
    return byName;
  }

  private List<FileStatus> list(Path directory) {
    try {
      FileSystem files = directory.getFileSystem(hadoop);
      return Arrays.asList(files.listStatus(directory));
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw unlisted(directory, e);
    }
  }

  private static StorageException unlisted(Path directory, IOException e) {
    return new StorageException(
        "Cannot read input directory %s: %s. Check the path's file system and its credentials"
            .formatted(directory, Messages.firstLine(e)),
        e);
  }
}
