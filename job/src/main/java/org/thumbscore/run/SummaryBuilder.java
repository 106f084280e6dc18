package org.thumbscore.run;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.common.Arguments;
import org.thumbscore.lake.commit.StatusCounts;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.quality.Calibration;
import org.thumbscore.quality.ScoreDrift;
import org.thumbscore.quality.ScoreHistogram;

/** Adds up what a run did, from what it published. */
record SummaryBuilder(ScoreRun run, RunPlan plan, SliceWork work) {
  private static final Logger LOG = LoggerFactory.getLogger(SummaryBuilder.class);
  private static final StructType READ =
      new StructType().add("status", "string").add("similarity", "float");

  RunSummary summary(RunClock clock, List<SliceRecord> made, int refused) {
    Dataset<Row> published = run.sink().published(work.spark(), READ, made);
    StatusCounts tally = StatusCounts.of(published);
    ScoreRequest request = run.request();
    return new RunSummary(
        request.runId(),
        run.settings().scoredAt().toString(),
        Instant.now().toString(),
        request.arguments(),
        request.config().effective(),
        RunSummary.Versions.current(work.spark().version()),
        input(),
        new RunSummary.Output(
            Arguments.redact(run.sink().location()), plan.columns().partitionBy()),
        new RunSummary.Model(
            run.settings().model(),
            Arguments.redact(run.settings().bundleLocation()),
            run.settings().bundleSha256()),
        work.metrics().devices(),
        slices(refused),
        new RunSummary.Rows(clock.rows(), tally.rows(), tally.byStatus()),
        new RunSummary.Embeddings(work.metrics().images(), work.metrics().texts()),
        new RunSummary.Seconds(
            clock.startUpSeconds(),
            clock.scoringSeconds(),
            clock.rowsPerSecond(),
            work.metrics().stageSeconds()),
        tally.similarity().orElse(null),
        run.calibration().map(c -> labels(c, published)).orElse(null));
  }

  private Map<String, Integer> slices(int refused) {
    Map<String, Integer> slices = new LinkedHashMap<>(plan.counts());
    if (refused > 0) {
      slices.put("refused", refused);
    }
    return slices;
  }

  private RunSummary.Input input() {
    ScoreRequest request = run.request();
    return new RunSummary.Input(
        Arguments.redact(request.input().location()),
        request.input().effectiveFormat(),
        plan.columns().id(),
        plan.columns().text(),
        plan.columns().image(),
        plan.columns().kept());
  }

  private static RunSummary.Labels labels(Calibration calibration, Dataset<Row> published) {
    return new RunSummary.Labels(
        calibration.policy(), calibration.threshold().cosine(), drift(calibration, published));
  }

  /** Null where the calibration is of an older version, or no row has a similarity. */
  private static ScoreDrift drift(Calibration calibrated, Dataset<Row> published) {
    ScoreHistogram scored = ScoreHistogram.of(published, functions.col("similarity"));
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
