package org.thumbscore.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.lake.source.ScoreTable;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.testing.SharedSpark;

/** A bootstrap of clusters, compared with that of rows where both must agree. */
class ClusteredScoresTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final int ROWS = 300;
  private static final int COPIES = 10;

  @TempDir static Path folder;
  private static ScoreTable single;
  private static ScoreTable copied;

  @BeforeAll
  static void write() {
    Dataset<Row> rows =
        SPARK
            .range(ROWS)
            .selectExpr(
                "cast(id as string) as id",
                "cast(2 * rand(7) - 1 as double) * 0.3 as noise",
                "cast(id % 2 as int) as label",
                "'abc' as model_sha256")
            .withColumn("similarity", functions.expr("noise + 0.1 * label"))
            .drop("noise");
    single = stored(rows, "single");
    copied = stored(rows.crossJoin(SPARK.range(COPIES).toDF("copy")), "copied");
  }

  private static ScoreTable stored(Dataset<Row> rows, String name) {
    String path = folder.resolve(name).toString();
    rows.withColumn("nobody", functions.lit(null).cast("string")).write().parquet(path);
    return ScoreTable.open(SPARK, new InputLocation(path, Optional.empty()));
  }

  private static Evaluation run(ScoreTable table, Optional<String> cluster) {
    return new EvaluationRun(
            "model", "label", Optional.empty(), cluster, OptionalDouble.of(0.05), 200, 3)
        .run(table)
        .get(0);
  }

  @Test
  void clustersOfOneRowAreRows() {
    Map<Metric, Estimate> rows = run(single, Optional.empty()).metrics();
    assertEquals(rows, run(single, Optional.of("id")).metrics());
    assertEquals(rows, run(single, Optional.of("nobody")).metrics());
  }

  /** Levels of equal width have no width where all scores are equal. */
  @Test
  void equalScoresAreOneLevel() {
    Dataset<Row> equal =
        SPARK
            .range(20)
            .selectExpr(
                "cast(0.25 as double) as score",
                "cast(id % 2 as double) as label",
                "cast(id as string) as cluster");
    RankedCounts counts = ClusteredScores.of(equal, 10).counts();
    assertEquals(1, counts.size());
    assertEquals(0.25, counts.scores()[0]);
    assertEquals(10, counts.positives()[0]);
  }

  /** Ten copies of each row say nothing that one does not say. */
  @Test
  void copiesDoNotNarrowTheIntervals() {
    Map<Metric, Estimate> rows = run(single, Optional.empty()).metrics();
    Evaluation clustered = run(copied, Optional.of("id"));
    Map<Metric, Estimate> naive = run(copied, Optional.empty()).metrics();
    assertEquals("bootstrap of 300 clusters (id), 200 resamples", clustered.interval());
    assertEquals(ROWS * COPIES, clustered.rows());
    for (Metric metric : Metric.values()) {
      Interval expected = rows.get(metric).interval();
      Interval found = clustered.metrics().get(metric).interval();
      assertEquals(expected.low(), found.low(), 1e-12, metric.title());
      assertEquals(expected.high(), found.high(), 1e-12, metric.title());
      Interval narrow = naive.get(metric).interval();
      assertTrue(
          narrow.high() - narrow.low() < 0.6 * (expected.high() - expected.low()), metric.title());
    }
  }

  /** How clusters of very many rows are drawn, on the same rows. */
  @Test
  void groupsOfClustersGiveSimilarIntervals() {
    Dataset<Row> rows =
        copied
            .rows()
            .selectExpr("similarity as score", "cast(label as double) as label", "id as cluster");
    Evaluator evaluator = new Evaluator(OptionalDouble.of(0.05), 500, 3);
    ClusteredScores grouped = ClusteredScores.of(rows, 0);
    assertEquals("grouped bootstrap of 300 clusters (id)", grouped.method("id"));
    assertEquals(ROWS * COPIES, grouped.counts().rows());
    Estimate found =
        evaluator
            .estimates(
                RankMetrics.of(grouped.counts()),
                Confusion.of(grouped.counts(), 0.05),
                grouped.resamples(3))
            .get(Metric.ROC_AUC);
    Estimate expected = run(single, Optional.empty()).metrics().get(Metric.ROC_AUC);
    double width = expected.interval().high() - expected.interval().low();
    assertEquals(expected.value(), found.value(), 0.01);
    assertEquals(width, found.interval().high() - found.interval().low(), 0.3 * width);
  }

  @Test
  void aMissingColumnIsNamed() {
    String message =
        assertThrows(InputException.class, () -> run(single, Optional.of("event"))).getMessage();
    assertTrue(message.contains("--cluster"), message);
    assertTrue(message.contains("event"), message);
  }
}
