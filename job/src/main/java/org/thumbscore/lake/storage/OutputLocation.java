package org.thumbscore.lake.storage;

import java.util.Objects;
import org.thumbscore.common.StorageUri;

/**
 * Where scores go.
 *
 * @param location a directory of any Hadoop file system; or, of tables only, a name in Spark's
 *     catalogs, which is what has no slash
 */
public record OutputLocation(String location, OutputFormat format) {
  public OutputLocation {
    location = StorageUri.canonical(location);
    Objects.requireNonNull(format, "format");
  }

  /** A directory of parquet files. */
  public static OutputLocation files(String directory) {
    return new OutputLocation(directory, OutputFormat.PARQUET);
  }

  /** Whether Spark must run before anything can be known of it. */
  public boolean isTable() {
    return format.table().isPresent();
  }

  /**
   * Looks for what a format needs on the class path, before Spark starts.
   *
   * @throws StorageException if it is not there
   */
  public void requireLibrary() {
    format.table().ifPresent(TableFormat::requireLibrary);
  }

  /** Whether it is a directory rather than a name. */
  public boolean isPath() {
    return !isTable() || location.indexOf('/') >= 0;
  }
}
