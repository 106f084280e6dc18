package org.thumbscore.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thumbscore.lake.source.ScoreTable;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.testing.SharedSpark;

class EvaluationTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final StructType SCHEMA =
      new StructType()
          .add("similarity", "double")
          .add("label", "integer")
          .add("source", "string")
          .add("model_sha256", "string");

  @TempDir Path folder;

  static Stream<MetricCases.Case> cases() {
    return MetricCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void metricsAreThoseOfScikitLearnAndSciPy(MetricCases.Case golden) {
    Map<Metric, Estimate> found =
        new Evaluator(OptionalDouble.of(golden.threshold()), 10, 1).estimates(golden.counts());
    assertExpected(golden, found);
  }

  /** Beyond so many distinct scores that counting them would not fit the driver. */
  @Test
  void sparksMllibGivesTheSameAsCounting() {
    for (String name : List.of("usual", "ties", "100,000 rows")) {
      MetricCases.Case golden = MetricCases.named(name);
      Dataset<Row> rows =
          table(golden)
              .select(
                  functions.col("similarity").as("score"),
                  functions.col("label").cast("double").as("label"));
      RankMetrics ranks = ExactMetrics.ranks(rows);
      Confusion confusion = ExactMetrics.confusion(rows, golden.threshold());
      for (Metric metric : Metric.values()) {
        assertEquals(golden.expected(metric).asDouble(), metric.of(ranks, confusion), 1e-9);
      }
    }
  }

  @Test
  void aTableIsEvaluatedWholeAndByGroup() {
    MetricCases.Case golden = MetricCases.named("usual");
    List<Evaluation> evaluations =
        run(golden.threshold(), Optional.of("source")).run(stored(table(golden)));
    assertEquals(
        Arrays.asList(null, "s0", "s1", "s2"),
        evaluations.stream().map(Evaluation::group).toList());
    assertExpected(golden, evaluations.get(0).metrics());
    assertEquals(500, evaluations.get(0).rows());
    assertEquals(
        500, evaluations.stream().skip(1).mapToLong(Evaluation::rows).sum(), "groups partition");
    Estimate f1 = evaluations.get(0).metrics().get(Metric.F1);
    assertTrue(f1.interval().low() < f1.value() && f1.value() < f1.interval().high());
    assertEquals(
        evaluations, run(golden.threshold(), Optional.of("source")).run(stored(table(golden))));
  }

  @Test
  void rowsWithoutAScoreOrLabelAreCountedApart() {
    Dataset<Row> table =
        rows(List.of(row(0.5, 1), row(0.1, 0), row(null, 1), row(null, null), row(0.3, null)));
    Evaluation evaluation = run(0.2, Optional.empty()).run(stored(table)).get(0);
    assertEquals(2, evaluation.rows());
    assertEquals(1, evaluation.unscored());
    assertEquals(2, evaluation.unlabelled());
    assertEquals(new Confusion(1, 0, 0, 1), evaluation.confusion());
  }

  @Test
  void nanAndForeignLabelsAreRefused() {
    assertRefused(
        "1 are NaN or beyond -1 to 1; expected cosines", rows(List.of(row(Double.NaN, 1))));
    assertRefused("1 are neither 0 nor 1. Check --label-column", rows(List.of(row(0.1, 2))));
    assertRefused("no row has both a similarity and a label", rows(List.of(row(0.1, null))));
  }

  @Test
  void withoutThresholdOnlyTheRankingIsTold() {
    MetricCases.Case golden = MetricCases.named("usual");
    Evaluation evaluation =
        new EvaluationRun(
                "m", "label", Optional.empty(), Optional.empty(), OptionalDouble.empty(), 20, 1)
            .run(stored(table(golden)))
            .get(0);
    assertNull(evaluation.confusion());
    assertFalse(evaluation.metrics().containsKey(Metric.F1));
    assertTrue(evaluation.metrics().containsKey(Metric.SPEARMAN));
  }

  @Test
  void seedsOfAModelShareARow() {
    EvaluationTable table =
        EvaluationTable.of(List.of(seed("A", 0.8), seed("B", 0.5), seed("A", 0.9)));
    assertEquals(2, table.rows().size());
    assertEquals(List.of("A", "all", "10", "0.850 ± 0.071"), table.rows().get(0).subList(0, 4));
    assertEquals("0.500 [0.400, 0.600]", table.rows().get(1).get(3));
    assertTrue(table.csv().startsWith("Model,Group,Rows,F1,"), table.csv());
    assertTrue(table.csv().contains("\"0.500 [0.400, 0.600]\""), table.csv());
  }

  /** The Poisson bootstrap of many rows against the multinomial one, on the same rows. */
  @Test
  void intervalsOfManyRowsAgreeWithTheUsualBootstrap() {
    RankedCounts counts = MetricCases.named("100,000 rows").counts();
    RankedCounts more =
        counts.withCounts(times(counts.negatives(), 3), times(counts.positives(), 3));
    OptionalDouble threshold = OptionalDouble.of(0.1);
    Interval usual =
        new Evaluator(threshold, 200, 1).estimates(counts).get(Metric.ROC_AUC).interval();
    Interval poisson =
        new Evaluator(threshold, 200, 1).estimates(more).get(Metric.ROC_AUC).interval();
    assertEquals("poisson-bootstrap", Resampler.method(more.rows()));
    double expected = (usual.high() - usual.low()) / Math.sqrt(3);
    assertEquals(expected, poisson.high() - poisson.low(), 0.25 * expected);
  }

  private static long[] times(long[] counts, long factor) {
    return Arrays.stream(counts).map(count -> count * factor).toArray();
  }

  private static Evaluation seed(String name, double f1) {
    Map<Metric, Estimate> metrics =
        Map.of(Metric.F1, new Estimate(f1, new Interval(f1 - 0.1, f1 + 0.1)));
    return new Evaluation(name, "path", null, 10, 0, 0, 0.2, "bootstrap", metrics, null);
  }

  private static EvaluationRun run(double threshold, Optional<String> by) {
    return new EvaluationRun(
        "model", "label", by, Optional.empty(), OptionalDouble.of(threshold), 50, 3);
  }

  private void assertRefused(String message, Dataset<Row> table) {
    CalibrationException refused =
        assertThrows(
            CalibrationException.class, () -> run(0.2, Optional.empty()).run(stored(table)));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  private static void assertExpected(MetricCases.Case golden, Map<Metric, Estimate> found) {
    for (Metric metric : Metric.values()) {
      JsonNode expected = golden.expected(metric);
      if (expected.isNull()) {
        assertFalse(found.containsKey(metric), metric.title());
      } else {
        assertEquals(expected.asDouble(), found.get(metric).value(), 1e-9, metric.title());
      }
    }
  }

  private static Dataset<Row> table(MetricCases.Case golden) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < golden.scores().length; i++) {
      rows.add(RowFactory.create(golden.scores()[i], golden.labels()[i], "s" + i % 3, "abc"));
    }
    return rows(rows);
  }

  private static Row row(Double similarity, Integer label) {
    return RowFactory.create(similarity, label, "s", "abc");
  }

  private static Dataset<Row> rows(List<Row> rows) {
    return SPARK.createDataFrame(rows, SCHEMA);
  }

  private ScoreTable stored(Dataset<Row> table) {
    String path = folder.resolve("scores").toString();
    table.write().mode("overwrite").parquet(path);
    return ScoreTable.open(SPARK, new InputLocation(path, Optional.empty()));
  }
}
