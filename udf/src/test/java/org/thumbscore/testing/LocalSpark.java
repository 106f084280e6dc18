package org.thumbscore.testing;

import org.apache.spark.sql.SparkSession;

/** One session of two task threads for all tests of a JVM; it ends with the JVM. */
public final class LocalSpark {
  private static final SparkSession SESSION =
      SparkSession.builder()
          .master("local[2]")
          .appName("tests")
          .config("spark.ui.enabled", "false")
          .config("spark.sql.shuffle.partitions", "2")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.driver.host", "127.0.0.1")
          .getOrCreate();

  private LocalSpark() {}

  /** The session; not to be stopped. */
  public static SparkSession session() {
    return SESSION;
  }
}
