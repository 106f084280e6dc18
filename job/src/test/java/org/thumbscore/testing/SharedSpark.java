package org.thumbscore.testing;

import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.lake.table.TableSettings;

/** One local session for all tests of a JVM; it ends with the JVM. */
public final class SharedSpark {
  private static final SparkSession SESSION = start();

  private SharedSpark() {}

  private static SparkSession start() {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master("local[2]")
            .appName("tests")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config(
                "spark.sql.warehouse.dir", Path.of("target/warehouse").toAbsolutePath().toString())
            // Fifty tasks for a log of ten lines, else.
            .config("spark.databricks.delta.snapshotPartitions", "1");
    TableSettings.missing(new SparkConf(false)).forEach(builder::config);
    return builder.getOrCreate();
  }

  public static SparkSession session() {
    return SESSION;
  }
}
