package org.thumbscore.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thumbscore.lake.source.ScoreTable;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.testing.SharedSpark;

class CalibratorTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final StructType SCHEMA =
      new StructType().add("similarity", "double").add("label", "integer");

  @TempDir Path folder;

  static Stream<MetricCases.Case> cases() {
    return MetricCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void medianIsNumPysOfTheScaledScores(MetricCases.Case golden) {
    Calibration calibration = calibrate("median", golden);
    assertEquals(golden.scaledMedian(), calibration.threshold().scaled(), 1e-15);
    assertEquals(golden.scores().length, calibration.rows());
    assertEquals(golden.scores().length, calibration.histogram().rows());
    assertNull(calibration.interval());
  }

  @Test
  void ranksAreSelectedExactly() {
    List<Double> values = new ArrayList<>(List.of(-1.0, -0.0, 0.0, 1e-300, -1e-300, 1.0, 0.1, 0.1));
    Random random = new Random(1);
    for (int i = 0; i < 60; i++) {
      values.add(random.nextGaussian());
    }
    Dataset<Row> rows = SPARK.createDataset(values, Encoders.DOUBLE()).toDF("value");
    OrderStatistics order = new OrderStatistics(rows, functions.col("value"));
    double[] sorted = values.stream().mapToDouble(value -> value + 0.0).sorted().toArray();
    // Each takes four passes; these are of all kinds.
    for (int rank = 0; rank < sorted.length; rank += 9) {
      assertEquals(sorted[rank], order.select(rank));
    }
  }

  @Test
  void maxF1IsTheBestOfAllCuts() {
    MetricCases.Case golden = MetricCases.named("usual");
    Calibration calibration = calibrate("max-f1", golden);
    double best = Confusion.of(golden.counts(), calibration.threshold().cosine()).f1();
    for (double cut : golden.scores()) {
      assertTrue(Confusion.of(golden.counts(), cut).f1() <= best);
      assertTrue(Confusion.of(golden.counts(), cut - 1e-9).f1() <= best);
    }
    assertTrue(calibration.interval().low() <= calibration.threshold().cosine());
    assertTrue(calibration.threshold().cosine() <= calibration.interval().high());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.6, 0.8, 0.9})
  void precisionIsReachedByTheLowestThreshold(double wanted) {
    MetricCases.Case golden = MetricCases.named("usual");
    double cut = calibrate("precision=" + wanted, golden).threshold().cosine();
    assertTrue(Confusion.of(golden.counts(), cut).precision() >= wanted);
    for (double lower : golden.scores()) {
      if (lower < cut) {
        assertTrue(Confusion.of(golden.counts(), lower - 1e-9).precision() < wanted);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.75, 1})
  void recallIsReachedByTheHighestThreshold(double wanted) {
    MetricCases.Case golden = MetricCases.named("usual");
    double cut = calibrate("recall=" + wanted, golden).threshold().cosine();
    assertTrue(Confusion.of(golden.counts(), cut).recall() >= wanted);
    double next = Arrays.stream(golden.scores()).filter(score -> score > cut).min().orElseThrow();
    assertTrue(Confusion.of(golden.counts(), next).recall() < wanted);
  }

  /** 0.56 * 25 is more than 14 in floating point. */
  @Test
  void whatReachesTheWantedShareExactlyReachesIt() {
    long[] one = {14, 11};
    RankedCounts recall =
        new RankedCounts(new double[] {0.5, 0.1}, new long[2], one, RankedCounts.Resolution.EXACT);
    assertEquals(
        0.3, new ThresholdSearch(recall).find(new Policy.MinRecall(0.56)).orElseThrow(), 1e-12);
    RankedCounts precision =
        new RankedCounts(
            new double[] {0.5, 0.1},
            new long[] {11, 100},
            new long[] {14, 0},
            RankedCounts.Resolution.EXACT);
    assertEquals(
        0.3,
        new ThresholdSearch(precision).find(new Policy.MinPrecision(0.56)).orElseThrow(),
        1e-12);
  }

  @Test
  void fixedIsOnTheScaledScore() {
    Calibration calibration = calibrate("fixed=0.6", MetricCases.named("usual"));
    assertEquals(0.2, calibration.threshold().cosine(), 1e-15);
    assertEquals("fixed=0.6", calibration.policy());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "best",
        "median=3",
        "precision",
        "precision=1.5",
        "recall=x",
        "fixed=NaN",
        "max-f1=1"
      })
  void unknownPoliciesAreRefused(String policy) {
    CalibrationException refused =
        assertThrows(CalibrationException.class, () -> Policy.parse(policy));
    assertTrue(refused.getMessage().startsWith("Invalid policy '" + policy + "': expected median"));
  }

  @Test
  void whatNoThresholdReachesIsRefused() {
    List<Row> wrongWay = List.of(RowFactory.create(0.9, 0), RowFactory.create(0.1, 1));
    CalibrationException refused =
        assertThrows(CalibrationException.class, () -> calibrate("precision=0.9", wrongWay, null));
    assertTrue(refused.getMessage().contains("no threshold reaches it"), refused.getMessage());
    List<Row> noPositives = List.of(RowFactory.create(0.9, 0));
    assertThrows(CalibrationException.class, () -> calibrate("max-f1", noPositives, null));
    List<Row> noScores = List.of(RowFactory.create(null, 1));
    assertThrows(CalibrationException.class, () -> calibrate("median", noScores, null));
  }

  @ParameterizedTest
  @CsvSource({"ISOTONIC", "LOGISTIC"})
  void probabilitiesRiseWithTheScoreAndKeepTheBaseRate(ProbabilityFit fit) {
    MetricCases.Case golden = MetricCases.named("usual");
    ScoreProbability probability = calibrate("median", rows(golden), fit).probability();
    assertNotNull(probability);
    double[] sorted = Arrays.stream(golden.scores()).sorted().toArray();
    double before = 0;
    double sum = 0;
    for (double score : sorted) {
      double p = probability.of(score);
      assertTrue(p >= before - 1e-12 && p <= 1, "monotone");
      before = p;
      sum += p;
    }
    double positives = Arrays.stream(golden.labels()).sum();
    // Both fits are calibrated in the large on their own data.
    assertEquals(positives, sum, 0.02 * positives);
  }

  @Test
  void aCalibrationSurvivesItsFile() {
    Calibration calibration =
        calibrate("max-f1", rows(MetricCases.named("usual")), ProbabilityFit.ISOTONIC);
    Path file = folder.resolve("deep/er/calibration.json");
    CalibrationFile.write(calibration, file);
    assertEquals(calibration, CalibrationFile.read(file));
  }

  @Test
  void driftIsSeenWhereTheDistributionMoved() {
    ScoreHistogram calibrated = histogram(0.2, 5_000, 1);
    ScoreDrift same = ScoreDrift.between(calibrated, histogram(0.2, 5_000, 2));
    assertTrue(same.psi() < 0.05 && same.ks() < 0.05 && !same.exceedsWarning(), same.toString());
    ScoreDrift moved = ScoreDrift.between(calibrated, histogram(0.27, 5_000, 3));
    assertTrue(moved.exceedsWarning(), moved.toString());
    // The means are 0.7 deviations apart: 2 * Phi(0.35) - 1.
    assertEquals(0.2737, moved.ks(), 0.03);
  }

  private static ScoreHistogram histogram(double mean, int rows, long seed) {
    Random random = new Random(seed);
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      values.add(mean + 0.1 * random.nextGaussian());
    }
    Dataset<Row> table = SPARK.createDataset(values, Encoders.DOUBLE()).toDF("value");
    return ScoreHistogram.of(table, functions.col("value"));
  }

  private Calibration calibrate(String policy, MetricCases.Case golden) {
    return calibrate(policy, rows(golden), null);
  }

  private Calibration calibrate(String policy, List<Row> rows, ProbabilityFit probability) {
    SPARK.createDataFrame(rows, SCHEMA).coalesce(1).createOrReplaceTempView("calibrator_scores");
    ScoreTable table =
        ScoreTable.open(SPARK, new InputLocation("calibrator_scores", Optional.of("table")));
    return new Calibrator(
            Policy.parse(policy), Optional.of("label"), Optional.ofNullable(probability), 100, 1)
        .calibrate(table, "abc", "0.1.0");
  }

  private static List<Row> rows(MetricCases.Case golden) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < golden.scores().length; i++) {
      rows.add(RowFactory.create(golden.scores()[i], golden.labels()[i]));
    }
    return rows;
  }
}
