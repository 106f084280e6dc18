package org.thumbscore.quality;

import java.time.Instant;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.thumbscore.lake.source.ScoreTable;
import org.thumbscore.lake.source.SimilarityQuantiles;

/**
 * Chooses a threshold from validation scores.
 *
 * @param label the column of labels; empty if the policy needs none
 * @param resamples the number of bootstrap resamples
 */
public record Calibrator(
    Policy policy,
    Optional<String> label,
    Optional<ProbabilityFit> probability,
    int resamples,
    long seed) {

  /**
   * Calibrates on a table of validation scores.
   *
   * @param modelSha256 the digest of the bundle that computed the scores
   * @throws CalibrationException if the scores are unsuitable for the policy, or no threshold
   *     satisfies it
   */
  public Calibration calibrate(ScoreTable table, String modelSha256, String toolVersion) {
    Dataset<Row> scores =
        table
            .rows()
            .select(table.similarity().as("score"), label(table).as("label"))
            .filter("score is not null")
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      ScoreCheck.requireNumbers(scores, table.location());
      return calibrate(scores, table, modelSha256, toolVersion);
    } finally {
      scores.unpersist();
    }
  }

  private Column label(ScoreTable table) {
    return label.map(table::label).orElse(functions.lit(null).cast("double"));
  }

  private Calibration calibrate(
      Dataset<Row> scores, ScoreTable table, String modelSha256, String toolVersion) {
    Column score = functions.col("score");
    OrderStatistics order = new OrderStatistics(scores, score);
    if (order.rows() == 0) {
      throw new CalibrationException(
          "Cannot calibrate on %s: no row has a similarity. Score articles first"
              .formatted(table.location()));
    }
    Chosen chosen = choose(scores, order, table.location());
    return new Calibration(
        policy.text(),
        Calibration.Threshold.ofCosine(chosen.cosine()),
        chosen.rows(),
        modelSha256,
        Instant.now().toString(),
        toolVersion,
        chosen.method(),
        chosen.interval().orElse(null),
        quantiles(scores),
        ScoreHistogram.of(scores, score),
        probability.map(fit -> fit.fit(labelled(scores, table.location()))).orElse(null));
  }

  private record Chosen(double cosine, long rows, String method, Optional<Interval> interval) {}

  private Chosen choose(Dataset<Row> scores, OrderStatistics order, String location) {
    if (policy instanceof Policy.Fixed fixed) {
      return new Chosen(2 * fixed.scaled() - 1, order.rows(), "given", Optional.empty());
    }
    if (policy instanceof Policy.Median) {
      String method = "exact median, by radix selection";
      return new Chosen(order.median(), order.rows(), method, Optional.empty());
    }
    RankedCounts counts = labelled(scores, location).counts();
    double cosine = new ThresholdSearch(counts).find(policy).orElseThrow(() -> unreached(location));
    String method =
        counts.isExact() ? "every cut" : "cuts between %,d levels".formatted(counts.size());
    return new Chosen(
        cosine,
        counts.rows(),
        method + ", " + Resampler.method(counts.rows()) + " of " + resamples,
        interval(counts));
  }

  private Optional<Interval> interval(RankedCounts counts) {
    Resampler resampler = new Resampler(counts, seed);
    double[] thresholds = new double[resamples];
    for (int i = 0; i < resamples; i++) {
      thresholds[i] = new ThresholdSearch(resampler.next()).find(policy).orElse(Double.NaN);
    }
    return Interval.of(thresholds);
  }

  private LabelledScores labelled(Dataset<Row> scores, String location) {
    LabelledScores labelled =
        LabelledScores.of(scores, functions.col("score"), functions.col("label"), location);
    if (labelled.rows().filter("label = 1").isEmpty()) {
      throw new CalibrationException(
          "Cannot calibrate %s on %s: no row with a similarity has label 1. Check --label-column"
              .formatted(policy.text(), location));
    }
    return labelled;
  }

  private CalibrationException unreached(String location) {
    return new CalibrationException(
        "Cannot calibrate %s on %s: no threshold reaches it. Ask for less, or look at 'thumbscore evaluate'"
            .formatted(policy.text(), location));
  }

  private static SimilarityQuantiles quantiles(Dataset<Row> scores) {
    Row row = scores.agg(SimilarityQuantiles.aggregate(functions.col("score"))).head();
    return SimilarityQuantiles.of(row.<Double>getList(0));
  }
}
