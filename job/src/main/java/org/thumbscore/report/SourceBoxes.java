package org.thumbscore.report;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.thumbscore.lake.source.SimilarityQuantiles;
import org.thumbscore.score.ScoreColumns;

/**
 * The distribution of similarities by source.
 *
 * @param boxes the largest sources
 * @param others the number of sources that are not shown
 */
record SourceBoxes(List<Of> boxes, long others) {
  private static final int SHOWN = 20;

  /**
   * The distribution of one source.
   *
   * @param labelled the share of label 1; null if no row has a label
   */
  record Of(String source, long rows, SimilarityQuantiles quantiles, Double labelled) {}

  static SourceBoxes of(PlainScores scores) {
    Dataset<Row> scored =
        scores
            .scored()
            .withColumn(
                "source",
                functions.coalesce(functions.col("source"), functions.lit(PlainScores.NONE)));
    Dataset<Row> sizes = scored.groupBy("source").count();
    List<String> largest =
        sizes
            .orderBy(functions.col("count").desc(), functions.col("source"))
            .limit(SHOWN)
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    // Percentiles are computed for these sources only, as there may be very many sources.
    List<Of> boxes =
        scored
            .filter(functions.col("source").isin(largest.toArray()))
            .groupBy("source")
            .agg(
                functions.count(functions.lit(1)).as("rows"),
                SimilarityQuantiles.aggregate(functions.col(ScoreColumns.SIMILARITY)),
                functions.avg(ScoreColumns.LABEL))
            .orderBy(functions.col("rows").desc(), functions.col("source"))
            .collectAsList()
            .stream()
            .map(SourceBoxes::read)
            .toList();
    return new SourceBoxes(boxes, Math.max(0, sizes.count() - boxes.size()));
  }

  private static Of read(Row row) {
    String name = Headline.of(row.getString(0));
    return new Of(
        name.isEmpty() ? PlainScores.NONE : name,
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
        : "The %s largest of %s sources."
            .formatted(Numbers.count(boxes.size()), Numbers.count(boxes.size() + others));
  }
}
