package org.thumbscore.lake.table;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.thumbscore.lake.storage.TableFormat;

/**
 * Spark settings without which the libraries of table formats do not work, applied where a library
 * is on the class path and the user has set nothing else.
 */
public final class TableSettings {
  private static final String EXTENSIONS = "spark.sql.extensions";
  private static final String DELTA_EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";
  private static final String SESSION_CATALOG = "spark.sql.catalog.spark_catalog";
  // By which Iceberg reads tables by path; it is Hive's where nothing is set, and Hive is not
  // there.
  private static final String PATH_CATALOG = "spark.sql.catalog.default_iceberg";

  private TableSettings() {}

  /** What a session's settings lack, to be set before it starts. */
  public static Map<String, String> missing(SparkConf conf) {
    Map<String, String> missing = new TreeMap<>();
    if (TableFormat.DELTA.hasLibrary()) {
      String extensions = conf.get(EXTENSIONS, "");
      if (!extensions.contains(DELTA_EXTENSION)) {
        missing.put(
            EXTENSIONS,
            extensions.isEmpty() ? DELTA_EXTENSION : extensions + "," + DELTA_EXTENSION);
      }
      if (!conf.contains(SESSION_CATALOG)) {
        missing.put(SESSION_CATALOG, TableFormat.DELTA.catalogClass());
      }
    }
    if (TableFormat.ICEBERG.hasLibrary() && !conf.contains(PATH_CATALOG)) {
      // Paths are whole; nothing is looked for in its directory, but it must have one.
      missing.putAll(pathCatalog(PATH_CATALOG, "file:/unused"));
    }
    return missing;
  }

  /** A catalog of the Iceberg tables in one directory, each named as its own. */
  static Map<String, String> pathCatalog(String key, String directory) {
    return Map.of(
        key,
        TableFormat.ICEBERG.catalogClass(),
        key + ".type",
        "hadoop",
        key + ".warehouse",
        directory,
        // Else a table that others change would be seen as it was for a while.
        key + ".cache-enabled",
        "false");
  }
}
