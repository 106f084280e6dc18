package org.thumbscore.report;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.thumbscore.score.ScoreColumns;

/**
 * The share of label 1 over time, or the mean similarity if there are no labels.
 *
 * @param unit the length of a period: day, week or month
 */
record Trend(String unit, Measure measure, List<ChartData.Point> points) {
  private static final int DAYS_BY_DAY = 92;
  private static final int DAYS_BY_WEEK = 731;
  private static final int MOST_POINTS = 600;

  /** The value shown for each period. */
  enum Measure {
    LABELLED("Share of label 1"),
    SIMILARITY("Mean similarity");

    private final String title;

    Measure(String title) {
      this.title = title;
    }
  }

  /** Computes the trend, which has no points if no row has both a day and a similarity. */
  static Trend of(PlainScores scores) {
    Dataset<Row> dated = scores.scored().filter("day is not null");
    Row range = dated.selectExpr("datediff(max(day), min(day))", "count(label)").head();
    Measure measure = range.getLong(1) > 0 ? Measure.LABELLED : Measure.SIMILARITY;
    if (range.isNullAt(0)) {
      return new Trend("day", measure, List.of());
    }
    String unit = unit(range.getInt(0));
    return new Trend(unit, measure, points(dated, unit, measure));
  }

  private static String unit(int days) {
    if (days <= DAYS_BY_DAY) {
      return "day";
    }
    return days <= DAYS_BY_WEEK ? "week" : "month";
  }

  private static List<ChartData.Point> points(Dataset<Row> dated, String unit, Measure measure) {
    Column value =
        functions.avg(measure == Measure.LABELLED ? ScoreColumns.LABEL : ScoreColumns.SIMILARITY);
    return dated
        .groupBy(functions.date_trunc(unit, functions.col("day")).cast("date").as("period"))
        .agg(functions.count(functions.lit(1)).as("rows"), value.as("value"))
        .orderBy(functions.col("period").desc())
        .limit(MOST_POINTS)
        .orderBy("period")
        .selectExpr("cast(period as string)", "rows", "value")
        .collectAsList()
        .stream()
        .map(
            row ->
                new ChartData.Point(
                    row.getString(0), row.getLong(1), row.isNullAt(2) ? null : row.getDouble(2)))
        .toList();
  }

  String heading() {
    return measure.title + " by " + unit;
  }

  List<Page.TrendRow> table() {
    return points.stream()
        .map(
            point ->
                new Page.TrendRow(
                    point.period(),
                    Numbers.count(point.rows()),
                    point.value() == null ? "" : Numbers.score(point.value())))
        .toList();
  }
}
