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

/** The digests that a slice asks for, as a filter that takes 8 MiB at most. */
record WantedDigests(UserDefinedFunction mightContain) {
  private static final String SHA256 = "sha256";
  // So low that of most files no row is taken for a wanted one, and their embeddings stay unread.
  private static final double FALSE_POSITIVES = 1e-7;

  /**
   * Reads digests.
   *
   * @param digests columns {@code image_sha256} and {@code text_sha256}
   * @param rows how many there are
   */
  static WantedDigests of(Dataset<Row> digests, long rows) {
    SparkSession spark = digests.sparkSession();
    Column both =
        functions.array(
            functions.col(ScoreColumns.IMAGE_SHA256), functions.col(ScoreColumns.TEXT_SHA256));
    BloomFilter wanted =
        digests
            .select(functions.explode(both).as(SHA256))
            // Spark makes no filter of nothing; nothing stored has this digest.
            .na()
            .fill("")
            .distinct()
            .stat()
            .bloomFilter(SHA256, Math.max(1, 2 * rows), FALSE_POSITIVES);
    MightContain everywhere =
        new MightContain(JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(wanted));
    return new WantedDigests(functions.udf(everywhere, DataTypes.BooleanType));
  }

  /** Stored rows of which something is wanted, with null in the place of the digest that is not. */
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
