package org.thumbscore.report;

import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.thumbscore.score.RowStatus;

/**
 * What became of the rows.
 *
 * @param byStatus the most frequent first
 */
record StatusCounts(List<Of> byStatus) {
  private static final int EXAMPLES = 5;

  /** Rows of one status, and a few of them. */
  record Of(String status, long rows, List<Page.Example> examples) {}

  static StatusCounts of(Dataset<Row> scores, String id) {
    List<Of> counts =
        scores.groupBy("status").count().collectAsList().stream()
            .map(row -> new Of(row.getString(0), row.getLong(1), List.of()))
            .sorted(Comparator.comparingLong(Of::rows).reversed().thenComparing(Of::status))
            .map(of -> isOk(of) ? of : withExamples(of, scores, id))
            .toList();
    return new StatusCounts(counts);
  }

  private static boolean isOk(Of of) {
    return of.status().equals(RowStatus.OK.name());
  }

  private static Of withExamples(Of of, Dataset<Row> scores, String id) {
    Column error =
        List.of(scores.columns()).contains("error")
            ? functions.substring(functions.col("error"), 1, 1_000)
            : functions.lit("");
    List<Page.Example> examples =
        scores
            .filter(functions.col("status").equalTo(of.status()))
            .select(functions.substring(ColumnFinder.column(id).cast("string"), 1, 1_000), error)
            .limit(EXAMPLES)
            .collectAsList()
            .stream()
            .map(
                row ->
                    new Page.Example(Headline.of(row.getString(0)), Headline.of(row.getString(1))))
            .toList();
    return new Of(of.status(), of.rows(), examples);
  }

  long rows() {
    return byStatus.stream().mapToLong(Of::rows).sum();
  }

  long scored() {
    return byStatus.stream().filter(StatusCounts::isOk).mapToLong(Of::rows).sum();
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
