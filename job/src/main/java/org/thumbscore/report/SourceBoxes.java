package org.thumbscore.report;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.thumbscore.lake.SimilarityQuantiles;

/**
 * How similarities lie by source.
 *
 * @param boxes of the largest sources
 * @param others sources that are not shown
 */
record SourceBoxes(List<Of> boxes, long others) {
  private static final int SHOWN = 20;

  /**
   * One source.
   *
   * @param labelled share of label 1; null where no row has a label
   */
  record Of(String source, long rows, SimilarityQuantiles quantiles, Double labelled) {}

  static SourceBoxes of(Dataset<Row> scores, String source) {
    Column similarity = functions.col("similarity").cast("double");
    Dataset<Row> groups =
        scores
            .filter(similarity.isNotNull())
            .groupBy(ColumnFinder.column(source).cast("string").as("source"))
            .agg(
                functions.count(functions.lit(1)).as("rows"),
                SimilarityQuantiles.aggregate(similarity),
                functions.avg(functions.col("label")));
    List<Of> boxes =
        groups
            .orderBy(functions.col("rows").desc(), functions.col("source"))
            .limit(SHOWN)
            .collectAsList()
            .stream()
            .map(SourceBoxes::read)
            .toList();
    return new SourceBoxes(boxes, Math.max(0, groups.count() - boxes.size()));
  }

  private static Of read(Row row) {
    return new Of(
        row.isNullAt(0) ? "(none)" : Headline.of(row.getString(0)),
        row.getLong(1),
        SimilarityQuantiles.of(row.<Double>getList(2)),
        row.isNullAt(3) ? null : row.getDouble(3));
  }

  List<ChartData.Box> charted() {
    return boxes.stream()
        .map(
            of ->
                new ChartData.Box(
                    of.source(),
                    of.rows(),
                    List.of(
                        of.quantiles().p5(),
                        of.quantiles().p25(),
                        of.quantiles().p50(),
                        of.quantiles().p75(),
                        of.quantiles().p95())))
        .toList();
  }

  List<Page.SourceRow> table() {
    return boxes.stream()
        .map(
            of ->
                new Page.SourceRow(
                    of.source(),
                    Numbers.count(of.rows()),
                    Numbers.score(of.quantiles().p5()),
                    Numbers.score(of.quantiles().p25()),
                    Numbers.score(of.quantiles().p50()),
                    Numbers.score(of.quantiles().p75()),
                    Numbers.score(of.quantiles().p95()),
                    of.labelled() == null ? "" : Numbers.percent(of.labelled())))
        .toList();
  }

  String note() {
    return others == 0
        ? ""
        : "The %d largest of %s sources."
            .formatted(boxes.size(), Numbers.count(boxes.size() + others));
  }
}
