package org.thumbscore.report;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.NumericType;

/**
 * The share of label 1, or the mean similarity where there are no labels, over time.
 *
 * @param unit day, week or month
 */
record Trend(String unit, Measure measure, List<ChartData.Point> points) {
  private static final long DAYS_BY_DAY = 92;
  private static final long DAYS_BY_WEEK = 731;
  private static final int MOST_POINTS = 600;

  /** What is shown of each period. */
  enum Measure {
    LABELLED("Share of label 1"),
    SIMILARITY("Mean similarity");

    private final String title;

    Measure(String title) {
      this.title = title;
    }
  }

  /**
   * Counts by period; without points where no date can be read.
   *
   * @param date a date, a timestamp, seconds since 1970, or a string that Spark reads as one
   */
  static Trend of(Dataset<Row> scores, String date) {
    Dataset<Row> dated =
        scores
            .select(
                day(scores, date).as("day"),
                functions.col("label").cast("double").as("label"),
                functions.col("similarity").cast("double").as("similarity"))
            .filter("day is not null and similarity is not null");
    Row range = dated.selectExpr("min(day)", "max(day)", "count(label)").head();
    Measure measure = range.getLong(2) > 0 ? Measure.LABELLED : Measure.SIMILARITY;
    if (range.isNullAt(0)) {
      return new Trend("day", measure, List.of());
    }
    String unit = unit(range.getDate(0).toLocalDate(), range.getDate(1).toLocalDate());
    return new Trend(unit, measure, points(dated, unit, measure));
  }

  private static Column day(Dataset<Row> scores, String date) {
    String quoted = "`" + date.replace("`", "``") + "`";
    boolean seconds = scores.schema().apply(date).dataType() instanceof NumericType;
    return functions.expr(
        seconds
            ? "to_date(timestamp_seconds(try_cast(%s as bigint)))".formatted(quoted)
            : "try_cast(%s as date)".formatted(quoted));
  }

  private static String unit(LocalDate from, LocalDate to) {
    long days = ChronoUnit.DAYS.between(from, to);
    if (days <= DAYS_BY_DAY) {
      return "day";
    }
    return days <= DAYS_BY_WEEK ? "week" : "month";
  }

  private static List<ChartData.Point> points(Dataset<Row> dated, String unit, Measure measure) {
    Column value = functions.avg(measure == Measure.LABELLED ? "label" : "similarity");
    return dated
        .groupBy(functions.date_trunc(unit, functions.col("day")).cast("date").as("period"))
        .agg(functions.count(functions.lit(1)), value)
        .orderBy(functions.col("period").desc())
        .limit(MOST_POINTS)
        .orderBy("period")
        .collectAsList()
        .stream()
        .map(
            row ->
                new ChartData.Point(
                    row.getDate(0).toString(),
                    row.getLong(1),
                    row.isNullAt(2) ? null : row.getDouble(2)))
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
