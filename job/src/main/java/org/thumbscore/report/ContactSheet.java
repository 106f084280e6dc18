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

/** Chooses the rows that are worth looking at. */
record ContactSheet(List<Choice> choices) {

  /** A row of the sheet. */
  record Choice(String heading, String note, List<Pick> picks) {}

  /**
   * One row of the scores.
   *
   * @param id null where the row has none
   * @param label null where there is none
   * @param source empty where there is no such column
   */
  record Pick(String id, double similarity, Integer label, String source) {}

  /**
   * Takes the extremes, and what lies nearest the threshold, or the median where there is none.
   *
   * @param each how many of each
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

  /** Of all rows that have one. */
  List<String> ids() {
    return choices.stream()
        .flatMap(choice -> choice.picks().stream())
        .map(Pick::id)
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }
}
