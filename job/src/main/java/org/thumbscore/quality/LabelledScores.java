package org.thumbscore.quality;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Labelled scores in Spark with the columns {@code score} (double) and {@code label} (0 or 1). The
 * data collected on the driver does not grow with the number of rows.
 */
final class LabelledScores {
  /**
   * The maximum number of distinct scores that are counted separately; beyond it, scores are
   * grouped into levels.
   */
  static final int LEVELS = 1 << 17;

  private static final StructType WEIGHTED =
      new StructType().add("score", "double").add("label", "double").add("weight", "double");

  private final Dataset<Row> rows;

  private LabelledScores(Dataset<Row> rows) {
    this.rows = rows;
  }

  /**
   * Selects the rows that have a score and a label.
   *
   * @throws CalibrationException if a score is NaN or out of range, or a label is neither 0 nor 1
   */
  static LabelledScores of(Dataset<Row> table, Column score, Column label, String location) {
    Dataset<Row> rows =
        table
            .select(score.as("score"), label.as("label"))
            .filter("score is not null and label is not null");
    ScoreCheck.requireNumbers(rows, location);
    ScoreCheck.requireBinary(rows, location);
    return new LabelledScores(rows);
  }

  Dataset<Row> rows() {
    return rows;
  }

  /**
   * Counts the labels of every distinct score, or of {@link #LEVELS} levels of equal width if there
   * are more scores.
   */
  RankedCounts counts() {
    long distinct = rows.select("score").distinct().limit(LEVELS + 1).count();
    return distinct <= LEVELS
        ? count(functions.col("score"), RankedCounts.Resolution.EXACT)
        : count(level(rows, LEVELS), RankedCounts.Resolution.LEVELS);
  }

  /**
   * Returns the counts as a table with the columns {@code score}, {@code label} and {@code weight},
   * whose size is bounded regardless of the number of rows.
   */
  Dataset<Row> weighted() {
    RankedCounts counts = counts();
    List<Row> cells = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      cells.add(RowFactory.create(counts.scores()[i], 0.0, (double) counts.negatives()[i]));
      cells.add(RowFactory.create(counts.scores()[i], 1.0, (double) counts.positives()[i]));
    }
    return rows.sparkSession().createDataFrame(cells, WEIGHTED).filter("weight > 0");
  }

  /** Returns the score at the middle of the level of a row, of a number of equal levels. */
  static Column level(Dataset<Row> rows, int levels) {
    Row range = rows.agg(functions.min("score"), functions.max("score")).head();
    double low = range.getDouble(0);
    double width = (range.getDouble(1) - low) / levels;
    if (width == 0) {
      return functions.col("score");
    }
    Column level = functions.floor(functions.col("score").minus(low).divide(width));
    return functions.least(level, functions.lit(levels - 1L)).plus(0.5).multiply(width).plus(low);
  }

  private RankedCounts count(Column score, RankedCounts.Resolution resolution) {
    List<Row> cells =
        rows.groupBy(score.as("level"))
            .agg(
                functions.sum(functions.expr("if(label = 0, 1L, 0L)")),
                functions.sum(functions.expr("if(label = 1, 1L, 0L)")))
            .orderBy(functions.col("level").desc())
            .collectAsList();
    return new RankedCounts(
        cells.stream().mapToDouble(cell -> cell.getDouble(0)).toArray(),
        cells.stream().mapToLong(cell -> cell.getLong(1)).toArray(),
        cells.stream().mapToLong(cell -> cell.getLong(2)).toArray(),
        resolution);
  }
}
