package org.thumbscore.lake.storage;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thumbscore.common.Messages;
import org.thumbscore.common.StorageUri;

/** Resolves the base directory of relative image paths. */
public final class ImageBase {
  private ImageBase() {}

  /**
   * Returns the full URI of a directory given by the user.
   *
   * @throws InputException if the location is not a valid path
   */
  public static String of(String location, Configuration hadoop) {
    try {
      Path path = new Path(StorageUri.canonical(location));
      return path.getFileSystem(hadoop).makeQualified(path).toString();
    } catch (IllegalArgumentException | IOException e) {
      throw new InputException(
          "Invalid score.images.base: %s. Expected a directory of a Hadoop file system"
              .formatted(Messages.firstLine(e)),
          e);
    }
  }

  /**
   * Returns the base directory of an input: the input itself or, for a file, its directory. For a
   * glob, it is the deepest directory above the first pattern.
   *
   * @return the full URI; empty for a table
   * @throws StorageException if access to the storage fails
   */
  public static String of(InputLocation input, Configuration hadoop) {
    if (!input.isPath()) {
      return "";
    }
    try {
      Path path = new Path(input.location());
      FileSystem files = path.getFileSystem(hadoop);
      InputRoots roots = InputRoots.of(input.location(), hadoop);
      return files.makeQualified(directory(path, roots)).toString();
    } catch (IOException e) {
      throw new StorageException(
          "Cannot read input %s: %s. Check the path's file system and its credentials"
              .formatted(input.location(), Messages.firstLine(e)),
          e);
    }
  }

  private static Path directory(Path path, InputRoots roots) {
    if (roots.match() == InputRoots.Match.GLOB) {
      return aboveGlob(path);
    }
    return roots.found().get(0).isDirectory() ? path : parent(path);
  }

  private static Path aboveGlob(Path path) {
    Path above = path;
    for (Path step = path; step != null; step = step.getParent()) {
      if (isGlob(step.getName())) {
        above = parent(step);
      }
    }
    return above;
  }

  private static boolean isGlob(String name) {
    return name.matches(".*[*?\\[{].*");
  }

  private static Path parent(Path path) {
    return path.getParent() == null ? path : path.getParent();
  }
}
