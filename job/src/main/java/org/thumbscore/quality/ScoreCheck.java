package org.thumbscore.quality;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rejects scores and labels for which metrics are undefined. */
final class ScoreCheck {
  private ScoreCheck() {}

  static void requireNumbers(Dataset<Row> rows, String location) {
    long bad = rows.filter("isnan(score) or abs(score) > 1.000001").count();
    if (bad > 0) {
      throw new CalibrationException(
          "Cannot use the scores of %s: %,d are NaN or beyond -1 to 1; expected cosines. Score again, or leave those rows out"
              .formatted(location, bad));
    }
  }

  static void requireBinary(Dataset<Row> rows, String location) {
    long bad = rows.filter("isnan(label) or label not in (0, 1)").count();
    if (bad > 0) {
      throw new CalibrationException(
          "Cannot use the labels of %s: %,d are neither 0 nor 1. Check --label-column"
              .formatted(location, bad));
    }
  }
}
