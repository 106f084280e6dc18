package org.thumbscore.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** SKELETON. The transformation from articles to scores. */
public final class ArticleScoring {
  private ArticleScoring() {}

  /** The schema of the output, DESIGN order. Pure; starts nothing. */
  public static StructType outputSchema(
      StructType input, ArticleColumns columns, ScoreSettings settings) {
    throw new UnsupportedOperationException("skeleton");
  }

  /** Lazy: one row out for each row in, order kept within a partition. */
  public static Dataset<Row> score(
      Dataset<Row> articles, ArticleColumns columns, ScoreSettings settings, ScoreMetrics metrics) {
    throw new UnsupportedOperationException("skeleton");
  }
}
