package org.thumbscore.lake.table;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.StorageException;
import org.thumbscore.lake.storage.TableFormat;
import org.thumbscore.spark.Columns;

/** Resolves the SQL identifier of a table in a session. */
final class TableName {
  private static final String CATALOGS = "spark.sql.catalog.";
  private static final String SESSION = "spark_catalog";
  private static final String PART = "([\\w-]+|`[^`]+`)";

  private TableName() {}

  /**
   * Returns the identifier of a table at a path, configuring a catalog for it if its format needs
   * one.
   *
   * @throws InputException if no table can be stored at the path
   * @throws StorageException if the session has no catalog for the format
   */
  static String ofPath(SparkSession spark, TableFormat format, Path root) {
    if (format == TableFormat.DELTA) {
      requireDeltaCatalog(spark);
      return "delta." + quoted(root.toString());
    }
    if (root.getParent() == null) {
      throw new InputException(
          "Cannot write output %s: an Iceberg table needs a directory below the root. Check --output"
              .formatted(root));
    }
    String parent = root.getParent().toString();
    String catalog =
        "thumbscore_"
            + UUID.nameUUIDFromBytes(parent.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
    TableSettings.pathCatalog(CATALOGS + catalog, parent)
        .forEach((key, value) -> spark.conf().set(key, value));
    return catalog + "." + quoted(root.getName());
  }

  /**
   * Returns the identifier of a table in a catalog.
   *
   * @throws InputException if the name is not a valid table name
   * @throws StorageException if the session has no such catalog
   */
  static String ofCatalog(SparkSession spark, TableFormat format, String name) {
    if (!name.matches(PART + "(\\." + PART + ")*")) {
      throw new InputException(
          "Cannot write output %s: that is no name of a table, such as lake.news.scores, and no path, which has a slash. Check --output"
              .formatted(name));
    }
    boolean isNamed = spark.conf().contains(CATALOGS + firstPart(name));
    if (format == TableFormat.DELTA && !isNamed) {
      requireDeltaCatalog(spark);
    }
    if (format == TableFormat.ICEBERG && !isNamed) {
      requireIcebergCatalog(spark, name);
    }
    return name;
  }

  private static String firstPart(String name) {
    return name.substring(0, name.contains(".") ? name.indexOf('.') : name.length())
        .replace("`", "");
  }

  private static void requireDeltaCatalog(SparkSession spark) {
    String found = catalog(spark.conf(), SESSION);
    if (!found.startsWith("org.apache.spark.sql.delta.")) {
      throw new StorageException(
          "Cannot write Delta: spark.sql.catalog.spark_catalog is %s; expected Delta's. Add --conf spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension --conf spark.sql.catalog.spark_catalog=%s before the command"
              .formatted(found.isEmpty() ? "not set" : found, TableFormat.DELTA.catalogClass()));
    }
  }

  private static void requireIcebergCatalog(SparkSession spark, String name) {
    String current = spark.catalog().currentCatalog();
    if (!catalog(spark.conf(), current).startsWith("org.apache.iceberg.")) {
      throw new StorageException(
          "Cannot write output %s: Spark has no Iceberg catalog '%s'. Add --conf spark.sql.catalog.%s=%s and that catalog's type and address before the command, or give a path, which has a slash"
              .formatted(
                  name, firstPart(name), firstPart(name), TableFormat.ICEBERG.catalogClass()));
    }
  }

  private static String catalog(RuntimeConfig conf, String name) {
    return conf.get(CATALOGS + name, "");
  }

  private static String quoted(String part) {
    return Columns.quoted(part);
  }
}
