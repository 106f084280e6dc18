package org.thumbscore.quality;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.thumbscore.score.LabelThreshold;
import org.thumbscore.score.ScoreColumns;

/**
 * Computes the label columns of stored scores from their similarities and a calibration, without a
 * model.
 */
public final class LabelColumns {
  private LabelColumns() {}

  /** Sets {@code label} and {@code threshold}. The label is null if there is no similarity. */
  public static Dataset<Row> withLabel(Dataset<Row> scores, LabelThreshold threshold) {
    Column similarity = functions.col(ScoreColumns.SIMILARITY).cast("double");
    Column label =
        functions
            .when(similarity.gt(threshold.cosine()), 1)
            .when(similarity.isNotNull(), 0)
            .cast(DataTypes.IntegerType);
    return scores
        .withColumn(ScoreColumns.LABEL, label)
        .withColumn(ScoreColumns.THRESHOLD, functions.lit(threshold.cosine()));
  }

  /** Sets {@code label} and {@code threshold} to null. */
  public static Dataset<Row> withoutLabel(Dataset<Row> scores) {
    return scores
        .withColumn(ScoreColumns.LABEL, functions.lit(null).cast(DataTypes.IntegerType))
        .withColumn(ScoreColumns.THRESHOLD, functions.lit(null).cast(DataTypes.DoubleType));
  }

  /** Adds or replaces {@code probability}, a double that is null if there is no similarity. */
  public static Dataset<Row> withProbability(Dataset<Row> scores, ScoreProbability probability) {
    UDF1<Double, Double> of = cosine -> cosine == null ? null : probability.of(cosine);
    Column similarity = functions.col(ScoreColumns.SIMILARITY).cast("double");
    return scores.withColumn(
        ScoreColumns.PROBABILITY, functions.udf(of, DataTypes.DoubleType).apply(similarity));
  }
}
