package org.thumbscore.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.common.Arguments;
import org.thumbscore.lake.commit.ExistingOutput;
import org.thumbscore.lake.commit.ScoreSink;
import org.thumbscore.lake.plan.PlannedSlice;
import org.thumbscore.lake.plan.SlicePlan;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.reuse.EmbeddingStore;
import org.thumbscore.lake.storage.GateException;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.quality.Calibration;
import org.thumbscore.quality.ScoreProbability;
import org.thumbscore.spark.ArticleScoring;
import org.thumbscore.spark.ScoreMetrics;
import org.thumbscore.spark.ScoreSettings;

/**
 * One run of scoring in a Spark session: columns and device are checked before the first row is
 * read; then one slice after another is made and published, and the run's record beside them.
 *
 * @param probability written as a column where present
 * @param sink prepared for this run; closed by the caller
 */
record ScoreRun(
    ScoreRequest request,
    ScoreSettings settings,
    Optional<Calibration> calibration,
    Optional<ScoreProbability> probability,
    ScoreSink sink) {
  /** As the ledger names it. */
  static final String COMMAND = "score";

  private static final Logger LOG = LoggerFactory.getLogger(ScoreRun.class);

  RunSummary run(SparkSession spark) {
    RunPlan plan =
        RunPlan.of(
            spark, request, settings.bundleSha256(), calibration, probability, sink.slices());
    sink.clear(staying(plan), existing());
    Optional<String> encoder =
        plan.needsModel() ? Optional.of(ArticleScoring.probe(spark, settings)) : Optional.empty();
    announce(plan, encoder);
    try (ScoreMetrics metrics = ScoreMetrics.register(spark.sparkContext())) {
      SliceWork work =
          new SliceWork(
              spark,
              request,
              plan.source(),
              plan.columns(),
              settings,
              plan.lineage(),
              calibration,
              probability,
              metrics,
              sink,
              new EmbeddingStore(
                  spark, sink, plan.reusable().keySet(), request.config().reuse().capacity()));
      return run(plan, work);
    }
  }

  private void announce(RunPlan plan, Optional<String> encoder) {
    // Not earlier: a run that is refused says one line.
    LOG.info(
        "run {} with {} and\n{}",
        request.runId(),
        encoder.orElse("no model"),
        request.config().describe());
    plan.columns().renamed().forEach((name, as) -> LOG.info("column {} is kept as {}", name, as));
    if (plan.slices().slices().size() > 1) {
      LOG.info("slices: {}", plan.counts());
    }
    if (request.reuse() != SlicePlan.Reuse.NOTHING) {
      warnOfGone(plan.slices().gone(sink.slices().values()));
    }
  }

  private static void warnOfGone(List<SliceRecord> gone) {
    if (!gone.isEmpty()) {
      LOG.warn(
          "the output keeps {} rows of input files that are gone, the first {}: where their articles came back in other files, they are there twice. --overwrite removes them",
          gone.stream().mapToLong(SliceRecord::allRows).sum(),
          Arguments.redact(gone.get(0).input().get(0).path()));
    }
  }

  private RunSummary run(RunPlan plan, SliceWork work) {
    List<SliceRecord> made = new ArrayList<>();
    List<Refused> refused = new ArrayList<>();
    RunClock clock = RunClock.start(plan.rowsToWrite());
    ProgressReport.during(
        () -> plan.work().forEach(planned -> make(planned, plan, work, made, refused)),
        ProgressLine.Work.SCORED,
        work.metrics()::rows,
        plan.rowsToScore(),
        System.err,
        ProgressReport.Style.detect());
    RunSummary summary =
        new SummaryBuilder(this, plan, work).summary(clock.stop(), made, refused.size());
    if (!refused.isEmpty()) {
      sink.record(summary.toJson());
      throw refusal(plan, refused);
    }
    sink.finish(summary.toJson());
    return summary;
  }

  private record Refused(PlannedSlice slice, GateException why) {}

  private static void make(
      PlannedSlice planned,
      RunPlan plan,
      SliceWork work,
      List<SliceRecord> made,
      List<Refused> refused) {
    String id = planned.slice().id();
    try {
      if (plan.unreadable().containsKey(id)) {
        throw plan.unreadable().get(id);
      }
      made.add(work.make(planned, plan.rows().get(id)));
    } catch (GateException e) {
      LOG.debug("Slice {} is refused", planned.slice().describe(), e);
      refused.add(new Refused(planned, e));
    }
  }

  private static GateException refusal(RunPlan plan, List<Refused> refused) {
    Refused first = refused.get(0);
    return plan.slices().slices().size() == 1
        ? first.why()
        : new GateException(
            String.format(
                Locale.ROOT,
                "Refused to publish %,d of %,d slices, the first %s: %s",
                refused.size(),
                plan.work().size(),
                first.slice().slice().describe(),
                first.why().getMessage()));
  }

  private ExistingOutput existing() {
    return request.reuse() == SlicePlan.Reuse.NOTHING
        ? ExistingOutput.REPLACE
        : ExistingOutput.REFUSE;
  }

  /** Slices of the output that this run keeps, or replaces one by one. */
  private Set<String> staying(RunPlan plan) {
    Set<String> staying =
        sink.slices().values().stream()
            .filter(record -> record.command().equals(COMMAND))
            .filter(record -> staysBeside(plan, record))
            .map(SliceRecord::slice)
            .collect(Collectors.toCollection(TreeSet::new));
    return staying;
  }

  private boolean staysBeside(RunPlan plan, SliceRecord record) {
    Optional<String> other = plan.lineage().differsInColumns(record.lineage());
    if (request.reuse() == SlicePlan.Reuse.NOTHING) {
      return other.isEmpty() && plan.slices().ids().contains(record.slice());
    }
    other.ifPresent(
        why -> {
          throw new InputException(
              "Cannot add to output %s: what it holds has other columns (%s). Choose another --output, keep the columns, or replace all with --overwrite"
                  .formatted(sink.directory(), why));
        });
    return true;
  }
}
