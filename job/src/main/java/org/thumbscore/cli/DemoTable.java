package org.thumbscore.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.thumbscore.score.ScoreColumns;

/**
 * Formats a dozen of the scored rows as text, from most to least similar, followed by rows without
 * a score.
 */
final class DemoTable {
  static final String TITLE = "title";
  static final String TRUE_LABEL = "input_label";
  private static final int ROWS = 12;
  private static final int WIDTH = 56;

  private DemoTable() {}

  static String of(SparkSession spark, String scores) {
    List<Row> rows =
        spark
            .read()
            .parquet(scores)
            .selectExpr(
                TITLE, ScoreColumns.SIMILARITY, ScoreColumns.LABEL, TRUE_LABEL, ScoreColumns.STATUS)
            .orderBy(
                functions.col(ScoreColumns.SIMILARITY).desc_nulls_last(),
                functions.col(ScoreColumns.STATUS))
            .collectAsList();
    return line(
            "title", ScoreColumns.SIMILARITY, ScoreColumns.LABEL, "true label", ScoreColumns.STATUS)
        + IntStream.range(0, Math.min(ROWS, rows.size()))
            .mapToObj(i -> line(rows.get(spread(i, rows.size()))))
            .collect(Collectors.joining());
  }

  /**
   * Returns the index of the i-th row shown, which includes the first and last rows and steps
   * evenly between them.
   */
  private static int spread(int i, int size) {
    return size <= ROWS ? i : i * (size - 1) / (ROWS - 1);
  }

  private static String line(Row row) {
    String similarity = row.isNullAt(1) ? "" : String.format(Locale.ROOT, "%.4f", row.getFloat(1));
    return line(text(row, 0), similarity, text(row, 2), text(row, 3), text(row, 4));
  }

  private static String text(Row row, int column) {
    return row.isNullAt(column) ? "" : row.get(column).toString();
  }

  private static String line(
      String title, String similarity, String label, String trueLabel, String status) {
    String cut = title.length() <= WIDTH ? title : title.substring(0, WIDTH - 3) + "...";
    return String.format(
        Locale.ROOT,
        "%-" + WIDTH + "s  %10s  %5s  %10s  %s%n",
        cut,
        similarity,
        label,
        trueLabel,
        status);
  }
}
