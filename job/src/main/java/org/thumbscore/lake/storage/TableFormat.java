package org.thumbscore.lake.storage;

import java.util.Locale;

/** A table format that a library brings to Spark; the library is the user's to add. */
public enum TableFormat {
  ICEBERG(
      "org.apache.iceberg.spark.SparkCatalog",
      "org.apache.iceberg:iceberg-spark-runtime-4.0_2.13:1.10.1",
      "metadata/version-hint.text"),
  DELTA(
      "org.apache.spark.sql.delta.catalog.DeltaCatalog",
      "io.delta:delta-spark_2.13:4.0.0",
      "_delta_log");

  private final String libraryClass;
  private final String coordinates;
  private final String mark;

  TableFormat(String libraryClass, String coordinates, String mark) {
    this.libraryClass = libraryClass;
    this.coordinates = coordinates;
    this.mark = mark;
  }

  /** As Spark names it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For a reader. */
  public String title() {
    return name().charAt(0) + label().substring(1);
  }

  /** What a directory holds, relative to it, where it is such a table. */
  public String mark() {
    return mark;
  }

  /** Spark's catalog of that format. */
  public String catalogClass() {
    return libraryClass;
  }

  public boolean hasLibrary() {
    try {
      Class.forName(libraryClass, false, Thread.currentThread().getContextClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * Looks for the library.
   *
   * @throws StorageException if it is not there
   */
  public void requireLibrary() {
    if (!hasLibrary()) {
      throw new StorageException(
          "Cannot use %s: found no %s on Spark's class path. Add --packages %s before the command, or its jar with --jars"
              .formatted(title(), libraryClass, coordinates));
    }
  }
}
