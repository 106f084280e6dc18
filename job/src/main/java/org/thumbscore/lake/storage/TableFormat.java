package org.thumbscore.lake.storage;

import java.util.Locale;

/** A table format implemented by a library that the user adds to Spark. */
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

  /** Returns Spark's name of the format. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the display name of the format. */
  public String title() {
    return name().charAt(0) + label().substring(1);
  }

  /** Returns the relative path that exists in the directory of every table of the format. */
  public String mark() {
    return mark;
  }

  /** Returns the class of the Spark catalog of the format. */
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
   * Checks that the library is on the class path.
   *
   * @throws StorageException if the library is missing
   */
  public void requireLibrary() {
    if (!hasLibrary()) {
      throw new StorageException(
          "Cannot use %s: found no %s on Spark's class path. Add --packages %s before the command, or its jar with --jars"
              .formatted(title(), libraryClass, coordinates));
    }
  }
}
