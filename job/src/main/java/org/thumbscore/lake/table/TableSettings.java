package org.thumbscore.lake.table;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.thumbscore.lake.storage.TableFormat;

/**
 * Spark settings required by the libraries of table formats. They are applied if the library is on
 * the class path and the user has not set them.
 */
public final class TableSettings {
  private static final String EXTENSIONS = "spark.sql.extensions";
  private static final String DELTA_EXTENSION = "io.delta.sql.DeltaSparkSessionExtension";
  private static final String SESSION_CATALOG = "spark.sql.catalog.spark_catalog";
  // Iceberg reads tables by path through this catalog; by default it is a Hive catalog, which is
  // not available.
  private static final String PATH_CATALOG = "spark.sql.catalog.default_iceberg";

  private TableSettings() {}

  /**
   * Returns the settings that a configuration lacks and that must be set before the session starts.
   */
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
      // Tables are read by absolute path, so the warehouse is never used, but the catalog requires
      // one.
      missing.putAll(pathCatalog(PATH_CATALOG, "file:/unused"));
    }
    return missing;
  }

  /**
   * Returns the settings of a catalog of the Iceberg tables in one directory, named by their
   * subdirectories.
   */
  static Map<String, String> pathCatalog(String key, String directory) {
    return Map.of(
        key,
        TableFormat.ICEBERG.catalogClass(),
        key + ".type",
        "hadoop",
        key + ".warehouse",
        directory,
        // A cached table would not show changes by other writers for some time.
        key + ".cache-enabled",
        "false");
  }
}
