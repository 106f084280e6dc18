package org.thumbscore.lake.reuse;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.sketch.BloomFilter;
import org.thumbscore.score.ScoreColumns;

/** The digests of a set of articles, as a Bloom filter of at most 8 MiB. */
record WantedDigests(UserDefinedFunction mightContain) {
  private static final String SHA256 = "sha256";
  // Low enough that most files have no false positive and their embeddings are not read.
  private static final double FALSE_POSITIVES = 1e-7;

  /**
   * Builds the filter from digests.
   *
   * @param digests a table with the columns {@code image_sha256} and {@code text_sha256}
   * @param rows the number of rows of the table
   */
  static WantedDigests of(Dataset<Row> digests, long rows) {
    SparkSession spark = digests.sparkSession();
    Column both =
        functions.array(
            functions.col(ScoreColumns.IMAGE_SHA256), functions.col(ScoreColumns.TEXT_SHA256));
    BloomFilter wanted =
        digests
            .select(functions.explode(both).as(SHA256))
            // Spark cannot build a filter of no values; no stored row has an empty digest.
            .na()
            .fill("")
            .distinct()
            .stat()
            .bloomFilter(SHA256, Math.max(1, 2 * rows), FALSE_POSITIVES);
    MightContain everywhere =
        new MightContain(JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(wanted));
    return new WantedDigests(functions.udf(everywhere, DataTypes.BooleanType));
  }

  /**
   * Returns the stored rows with at least one wanted digest; digests that are not wanted are
   * replaced by null.
   */
  Dataset<Row> in(Dataset<Row> stored) {
    return stored
        .withColumn(ScoreColumns.IMAGE_SHA256, onlyWanted(ScoreColumns.IMAGE_SHA256))
        .withColumn(ScoreColumns.TEXT_SHA256, onlyWanted(ScoreColumns.TEXT_SHA256))
        .filter(
            functions
                .coalesce(
                    functions.col(ScoreColumns.IMAGE_SHA256),
                    functions.col(ScoreColumns.TEXT_SHA256))
                .isNotNull());
  }

  private Column onlyWanted(String digest) {
    Column column = functions.col(digest);
    return functions.when(mightContain.apply(column), column);
  }
}
