package org.thumbscore.lake.source;

import java.io.Serializable;
import org.apache.spark.sql.SparkSession;

/**
 * The Spark settings that determine the types of parquet columns.
 *
 * @param binaryAsString whether binary columns without a logical type are strings
 * @param timestampNtz whether timestamps without a time zone are kept as such
 * @param nanosAsLong whether timestamps in nanoseconds are read as numbers
 */
record ParquetRules(boolean binaryAsString, boolean timestampNtz, boolean nanosAsLong)
    implements Serializable {

  static ParquetRules of(SparkSession spark) {
    return new ParquetRules(
        is(spark, "spark.sql.parquet.binaryAsString", false),
        is(spark, "spark.sql.parquet.inferTimestampNTZ.enabled", true),
        is(spark, "spark.sql.legacy.parquet.nanosAsLong", false));
  }

  private static boolean is(SparkSession spark, String key, boolean otherwise) {
    return Boolean.parseBoolean(spark.conf().get(key, Boolean.toString(otherwise)));
  }
}
