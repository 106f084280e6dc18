package org.thumbscore.report;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.thumbscore.score.RowStatus;
import org.thumbscore.score.ScoreColumns;

/**
 * The number of rows by status.
 *
 * @param byStatus the statuses by descending number of rows
 */
record StatusTable(List<Of> byStatus) {
  private static final int EXAMPLES = 5;
  // Scoring writes few statuses, but another table may contain any values.
  private static final int SHOWN = 20;

  /** The number of rows with a status, and examples of them. */
  record Of(String status, long rows, List<Page.Example> examples) {}

  static StatusTable of(PlainScores scores) {
    List<Of> counts = new ArrayList<>();
    long others = scores.rows().count();
    for (Row row : mostFrequent(scores.rows())) {
      counts.add(of(row.getString(0), row.getLong(1), scores.rows()));
      others -= row.getLong(1);
    }
    if (others > 0) {
      counts.add(new Of("(others)", others, List.of()));
    }
    return new StatusTable(counts);
  }

  private static List<Row> mostFrequent(Dataset<Row> rows) {
    return rows.groupBy(ScoreColumns.STATUS)
        .count()
        .orderBy(functions.col("count").desc(), functions.col(ScoreColumns.STATUS))
        .limit(SHOWN)
        .collectAsList();
  }

  private static Of of(String status, long count, Dataset<Row> rows) {
    boolean ok = status.equals(RowStatus.OK.name());
    return new Of(Headline.of(status), count, ok ? List.of() : examples(status, rows));
  }

  private static List<Page.Example> examples(String status, Dataset<Row> rows) {
    return rows
        .filter(functions.col(ScoreColumns.STATUS).equalTo(status))
        .select("id", ScoreColumns.ERROR)
        .orderBy("id", ScoreColumns.ERROR)
        .limit(EXAMPLES)
        .collectAsList()
        .stream()
        .map(row -> new Page.Example(Headline.of(row.getString(0)), Headline.of(row.getString(1))))
        .toList();
  }

  long rows() {
    return byStatus.stream().mapToLong(Of::rows).sum();
  }

  long scored() {
    return byStatus.stream()
        .filter(of -> of.status().equals(RowStatus.OK.name()))
        .mapToLong(Of::rows)
        .sum();
  }

  List<Page.StatusRow> table() {
    return byStatus.stream()
        .map(
            of ->
                new Page.StatusRow(
                    of.status(),
                    Numbers.count(of.rows()),
                    Numbers.percent(of.rows() / (double) Math.max(1, rows())),
                    !of.examples().isEmpty(),
                    of.examples()))
        .toList();
  }

  List<ChartData.StatusBar> bars() {
    return byStatus.stream().map(of -> new ChartData.StatusBar(of.status(), of.rows())).toList();
  }
}
