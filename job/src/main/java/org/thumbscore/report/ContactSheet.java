package org.thumbscore.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.thumbscore.score.ScoreColumns;

/** Selects the rows whose images the page shows. */
record ContactSheet(List<Choice> choices) {

  /** A group of selected rows. */
  record Choice(String heading, String note, List<Pick> picks) {}

  /**
   * A selected row of the scores.
   *
   * @param id the id; null if the row has none
   * @param label the label; null if there is none
   * @param source the source; empty if there is no source column
   */
  record Pick(String id, double similarity, Integer label, String source) {}

  /**
   * Selects the rows with the highest and lowest similarities, and those nearest the threshold or,
   * without a threshold, nearest the median.
   *
   * @param each the number of rows in each group
   */
  static ContactSheet of(PlainScores scores, OptionalDouble threshold, int each) {
    Dataset<Row> scored =
        scores.scored().select("id", ScoreColumns.SIMILARITY, ScoreColumns.LABEL, "source");
    double middle = threshold.orElseGet(() -> median(scored));
    Column distance = functions.abs(functions.col(ScoreColumns.SIMILARITY).minus(middle));
    List<Choice> choices = new ArrayList<>();
    choices.add(
        new Choice(
            "Most representative",
            "The highest similarities.",
            picks(scored, functions.col(ScoreColumns.SIMILARITY).desc(), each)));
    choices.add(
        new Choice(
            threshold.isPresent() ? "Nearest the threshold" : "Nearest the median",
            "Where a small change would decide otherwise (" + Numbers.score(middle) + ").",
            picks(scored, distance.asc(), each)));
    choices.add(
        new Choice(
            "Least representative",
            "The lowest similarities.",
            picks(scored, functions.col(ScoreColumns.SIMILARITY).asc(), each)));
    return new ContactSheet(choices);
  }

  private static double median(Dataset<Row> scored) {
    Row row = scored.selectExpr("percentile_approx(similarity, 0.5)").head();
    return row.isNullAt(0) ? 0 : row.getDouble(0);
  }

  private static List<Pick> picks(Dataset<Row> scored, Column order, int each) {
    return scored.orderBy(order, functions.col("id")).limit(each).collectAsList().stream()
        .map(
            row ->
                new Pick(
                    row.getString(0),
                    row.getDouble(1),
                    row.isNullAt(2) ? null : row.getInt(2),
                    Headline.of(row.getString(3))))
        .toList();
  }

  /** Returns the distinct ids of all selected rows that have one. */
  List<String> ids() {
    return choices.stream()
        .flatMap(choice -> choice.picks().stream())
        .map(Pick::id)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }
}
