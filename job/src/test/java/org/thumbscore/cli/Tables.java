package org.thumbscore.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.Table;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.testing.SharedSpark;

/** Tables as others see them: by Spark and the formats' own libraries. */
record Tables(String format, String location) {
  private static final SparkSession SPARK = SharedSpark.session();

  /**
   * A catalog of Iceberg's. Spark opens a catalog of a name once, so that each test class that
   * needs one has its own name.
   */
  static void registerCatalog(String name, Path warehouse) {
    String key = "spark.sql.catalog." + name;
    SPARK.conf().set(key, "org.apache.iceberg.spark.SparkCatalog");
    SPARK.conf().set(key + ".type", "hadoop");
    SPARK.conf().set(key + ".warehouse", warehouse.toString());
  }

  boolean isIceberg() {
    return format.equals("iceberg");
  }

  private boolean isPath() {
    return location.contains("/");
  }

  Dataset<Row> rows() {
    return isPath() ? SPARK.read().format(format).load(location) : SPARK.table(location);
  }

  /** A table's SQL name; of Iceberg in a catalog only. */
  private String name() {
    return isPath() ? "delta.`" + location + "`" : location;
  }

  /** Every commit, the oldest first: its number, and what we wrote of it. */
  List<Map<String, String>> commits() {
    if (isIceberg()) {
      Dataset<Row> snapshots =
          isPath()
              ? SPARK.read().format("iceberg").load(location + "#snapshots")
              : SPARK.table(location + ".snapshots");
      return snapshots.orderBy("committed_at").select("summary").collectAsList().stream()
          .map(row -> row.<String, String>getJavaMap(0))
          .toList();
    }
    return SPARK
        .sql("DESCRIBE HISTORY " + name())
        .orderBy("version")
        .selectExpr("from_json(userMetadata, 'map<string,string>')")
        .collectAsList()
        .stream()
        .map(row -> row.isNullAt(0) ? Map.<String, String>of() : row.<String, String>getJavaMap(0))
        .toList();
  }

  /** Takes the last commit back. */
  void rollBack() throws Exception {
    if (isIceberg()) {
      Table table = iceberg();
      table.manageSnapshots().rollbackTo(table.currentSnapshot().parentId()).commit();
    } else {
      SPARK.sql("RESTORE TABLE %s TO VERSION AS OF %d".formatted(name(), commits().size() - 2));
    }
  }

  /** Removes every file under its directory that it does not need. */
  void tidy() throws Exception {
    if (isIceberg()) {
      long tomorrow = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
      SparkActions.get(SPARK).deleteOrphanFiles(iceberg()).olderThan(tomorrow).execute();
    } else {
      SPARK.conf().set("spark.databricks.delta.retentionDurationCheck.enabled", "false");
      SPARK.sql("VACUUM %s RETAIN 0 HOURS".formatted(name()));
    }
  }

  private Table iceberg() throws Exception {
    return isPath()
        ? new HadoopTables(new Configuration()).load(location)
        : Spark3Util.loadIcebergTable(SPARK, location);
  }
}
