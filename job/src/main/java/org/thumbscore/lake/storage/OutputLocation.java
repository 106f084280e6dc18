package org.thumbscore.lake.storage;

import java.util.Objects;
import org.thumbscore.common.StorageUri;

/**
 * The location of the scores.
 *
 * @param location a directory on any Hadoop file system or, for table formats, also a name in a
 *     Spark catalog, which contains no slash
 */
public record OutputLocation(String location, OutputFormat format) {
  public OutputLocation {
    location = StorageUri.canonical(location);
    Objects.requireNonNull(format, "format");
  }

  /** Returns the location of a directory of parquet files. */
  public static OutputLocation files(String directory) {
    return new OutputLocation(directory, OutputFormat.PARQUET);
  }

  /** Returns whether the output is a table, which can only be accessed through Spark. */
  public boolean isTable() {
    return format.table().isPresent();
  }

  /**
   * Checks that the library of the format is on the class path.
   *
   * @throws StorageException if the library is missing
   */
  public void requireLibrary() {
    format.table().ifPresent(TableFormat::requireLibrary);
  }

  /** Returns whether the location is a directory and not a name. */
  public boolean isPath() {
    return !isTable() || location.indexOf('/') >= 0;
  }
}
