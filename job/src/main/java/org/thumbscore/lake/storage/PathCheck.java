package org.thumbscore.lake.storage;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.thumbscore.common.Messages;
import org.thumbscore.common.StorageUri;

/** Checks paths before Spark starts. */
public final class PathCheck {
  private PathCheck() {}

  /**
   * Checks that the input exists. Inputs given by table name are not checked.
   *
   * @throws InputException if nothing exists at the path, or its file system is unknown
   * @throws StorageException if access to the storage fails
   */
  public static void requireExists(InputLocation input, Configuration hadoop) {
    requireExists(input, "--input", hadoop);
  }

  /**
   * Checks that an input given by the named option exists. Inputs given by table name are not
   * checked.
   *
   * @throws InputException if nothing exists at the path, or its file system is unknown
   * @throws StorageException if access to the storage fails
   */
  public static void requireExists(InputLocation input, String option, Configuration hadoop) {
    if (input.isPath()) {
      requireExists(input.location(), option, hadoop);
    }
  }

  /**
   * Checks that a run does not replace its own input.
   *
   * @throws InputException if the output is the input or contains it
   */
  public static void requireApart(
      InputLocation input, OutputLocation output, Configuration hadoop) {
    if (output.isPath()) {
      requireApart(input, output.location(), hadoop);
    } else if (!input.isPath() && input.location().equalsIgnoreCase(output.location())) {
      throw new InputException(
          "Cannot write output %s: it is the input; expected another table. Check --output"
              .formatted(output.location()));
    }
  }

  /**
   * Checks that a run that writes to a path does not replace its own input.
   *
   * @throws InputException if the output is the input or contains it
   */
  public static void requireApart(InputLocation input, String output, Configuration hadoop) {
    if (input.isPath()
        && (qualified(input.location(), hadoop) + "/")
            .startsWith(qualified(output, hadoop) + "/")) {
      throw new InputException(
          "Cannot write output %s: the input %s lies there; expected another directory. Check --output"
              .formatted(output, input.location()));
    }
  }

  /**
   * Checks that an output file is not inside the directory of the input, where Spark would read it
   * as part of the table.
   *
   * @throws InputException if the output is inside the input, and neither it nor a directory
   *     between the two is hidden
   */
  public static void requireOutside(InputLocation input, String output, Configuration hadoop) {
    String table = input.isPath() ? qualified(input.location(), hadoop) + "/" : "";
    String file = qualified(output, hadoop);
    if (input.isPath()
        && file.startsWith(table)
        && !("/" + file.substring(table.length())).matches(".*/[._].*")) {
      throw new InputException(
          "Cannot write output %s: it would lie in the input %s, where every file is read as a part of the table; expected another directory. Check --output"
              .formatted(output, input.location()));
    }
  }

  /**
   * Checks that nothing exists at the path of an output that replaces nothing.
   *
   * @throws InputException if something exists at the path, or its file system is unknown
   */
  public static void requireAbsent(String output, String option, Configuration hadoop) {
    Path path = new Path(qualified(output, hadoop));
    try {
      if (path.getFileSystem(hadoop).exists(path)) {
        throw new InputException(
            "Cannot write output %s: it exists; expected a new directory. Check %s"
                .formatted(output, option));
      }
    } catch (IOException e) {
      throw new StorageException(
          "Cannot write output %s: %s. Check %s".formatted(output, Messages.firstLine(e), option),
          e);
    }
  }

  private static String qualified(String location, Configuration hadoop) {
    FileNames.requireSpelled(List.of(location));
    try {
      Path path = new Path(StorageUri.canonical(location));
      return path.getFileSystem(hadoop).makeQualified(path).toString();
    } catch (IllegalArgumentException | IOException e) {
      throw new InputException(
          "Cannot write output %s: %s. Check --output".formatted(location, Messages.firstLine(e)),
          e);
    }
  }

  private static void requireExists(String location, String option, Configuration hadoop) {
    FileNames.requireSpelled(List.of(location));
    try {
      if (InputRoots.of(location, hadoop).found().isEmpty()) {
        throw new InputException(
            "Cannot read input %s: nothing is there; expected a parquet file or directory. Check %s"
                .formatted(location, option));
      }
    } catch (IllegalArgumentException | UnsupportedFileSystemException e) {
      throw new InputException(
          "Cannot read input %s: %s. Check %s".formatted(location, Messages.firstLine(e), option),
          e);
    } catch (AccessControlException | java.nio.file.AccessDeniedException e) {
      throw new StorageException(
          "Cannot read input %s: permission denied (%s). Grant the job's user read access"
              .formatted(location, Messages.firstLine(e)),
          e);
    } catch (IOException e) {
      throw new StorageException(
          "Cannot read input %s: %s. Check the path's file system and its credentials"
              .formatted(location, Messages.firstLine(e)),
          e);
    }
  }
}
