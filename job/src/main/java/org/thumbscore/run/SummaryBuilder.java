package org.thumbscore.run;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.common.Redaction;
import org.thumbscore.lake.commit.ScoreSink;
import org.thumbscore.lake.commit.StatusCounts;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.quality.Calibration;
import org.thumbscore.quality.ScoreDrift;
import org.thumbscore.quality.ScoreHistogram;
import org.thumbscore.score.ScoreColumns;
import org.thumbscore.spark.ScoreSettings;
import org.thumbscore.spark.metrics.NearThresholdTotals;
import org.thumbscore.spark.metrics.ScoreMetrics;

/** Builds the summary of a run from the slices it committed. */
final class SummaryBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(SummaryBuilder.class);
  private static final StructType READ =
      new StructType().add(ScoreColumns.STATUS, "string").add(ScoreColumns.SIMILARITY, "float");

  private final ScoreRequest request;
  private final RowComputation computation;
  private final ScoreSettings settings;
  private final ScoreSink sink;
  private final RunPlan plan;

  SummaryBuilder(ScoreRequest request, RowComputation computation, ScoreSink sink, RunPlan plan) {
    this.request = request;
    this.computation = computation;
    this.settings = computation.settings();
    this.sink = sink;
    this.plan = plan;
  }

  /**
   * Reads the committed rows and builds the summary.
   *
   * @param refused the number of slices that were not committed
   */
  RunSummary summary(
      SparkSession spark,
      RunClock clock,
      ScoreMetrics metrics,
      List<SliceRecord> committed,
      int refused) {
    Dataset<Row> published = sink.published(spark, READ, committed);
    StatusCounts counts = StatusCounts.of(published);
    return new RunSummary(
        request.runId(),
        settings.lineage().scoredAt().toString(),
        Instant.now().toString(),
        request.arguments(),
        request.config().effective(),
        RunSummary.Versions.current(spark.version()),
        input(),
        new RunSummary.Output(Redaction.redact(sink.location()), plan.columns().partitionBy()),
        new RunSummary.Model(
            settings.lineage().model(),
            Redaction.redact(settings.source().bundleLocation()),
            settings.source().bundleSha256(),
            settings.source().family()),
        metrics.devices(),
        slices(refused),
        new RunSummary.Rows(clock.rows(), counts.rows(), counts.byStatus()),
        new RunSummary.Embeddings(metrics.images(), metrics.texts()),
        new RunSummary.Seconds(
            clock.startUpSeconds(),
            clock.scoringSeconds(),
            clock.rowsPerSecond(),
            metrics.stageSeconds()),
        counts.similarity().orElse(null),
        computation.labelling().calibration().map(c -> labels(c, published, metrics)).orElse(null),
        computation.counterfactuals().orElse(null));
  }

  private Map<String, Integer> slices(int refused) {
    Map<String, Integer> slices = new LinkedHashMap<>(plan.counts());
    if (refused > 0) {
      slices.put("refused", refused);
    }
    return slices;
  }

  private RunSummary.Input input() {
    return new RunSummary.Input(
        Redaction.redact(request.input().location()),
        request.input().effectiveFormat(),
        plan.columns().id(),
        plan.columns().text(),
        plan.columns().image(),
        plan.columns().kept());
  }

  private static RunSummary.Labels labels(
      Calibration calibration, Dataset<Row> published, ScoreMetrics metrics) {
    return new RunSummary.Labels(
        calibration.policy(),
        calibration.threshold().cosine(),
        drift(calibration, published),
        nearThreshold(metrics.nearThreshold()));
  }

  /** Returns the rows near the threshold, or null if there are none. */
  private static NearThresholdTotals nearThreshold(NearThresholdTotals near) {
    if (near.beyondBand() > 0) {
      LOG.warn(
          "{} of {} similarities were further from those in fp32 than score.rescore-band is wide, so that labels of rows outside of it may differ, too: set it to a larger number",
          near.beyondBand(),
          near.rescored());
    }
    return near.rows() == 0 ? null : near;
  }

  /** Returns the drift, or null if the calibration has no histogram or no row has a similarity. */
  private static ScoreDrift drift(Calibration calibrated, Dataset<Row> published) {
    ScoreHistogram scored = ScoreHistogram.of(published, functions.col(ScoreColumns.SIMILARITY));
    if (calibrated.histogram() == null || scored.rows() == 0) {
      return null;
    }
    ScoreDrift drift = ScoreDrift.between(calibrated.histogram(), scored);
    if (drift.exceedsWarning()) {
      LOG.warn(
          "the scores have drifted from those of the calibration (population stability index {}, above {}): look at them, and calibrate again",
          "%.2f".formatted(drift.psi()),
          ScoreDrift.WARNING_PSI);
    }
    return drift;
  }
}
