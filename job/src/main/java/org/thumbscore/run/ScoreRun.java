package org.thumbscore.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.common.Redaction;
import org.thumbscore.lake.commit.ExistingOutput;
import org.thumbscore.lake.commit.RowGates;
import org.thumbscore.lake.commit.ScoreSink;
import org.thumbscore.lake.commit.StatusCounts;
import org.thumbscore.lake.plan.PlannedSlice;
import org.thumbscore.lake.plan.SlicePlan;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.plan.Wave;
import org.thumbscore.lake.storage.GateException;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.spark.metrics.ScoreMetrics;

/**
 * Runs a {@link RowComputation} in a Spark session. Columns and device are checked before the first
 * row is read. Then slices are computed wave by wave, and each slice that passes its gates is
 * committed. An instance is used once, by one thread.
 */
final class ScoreRun {
  private static final Logger LOG = LoggerFactory.getLogger(ScoreRun.class);

  private final ScoreRequest request;
  private final RowComputation computation;
  private final ScoreSink sink;
  private final List<SliceRecord> committed = new ArrayList<>();
  private final List<Refused> refused = new ArrayList<>();

  private record Refused(PlannedSlice slice, GateException why) {}

  /**
   * Creates a run.
   *
   * @param sink the sink prepared for this run; closed by the caller
   */
  ScoreRun(ScoreRequest request, RowComputation computation, ScoreSink sink) {
    this.request = request;
    this.computation = computation;
    this.sink = sink;
  }

  RunSummary run(SparkSession spark) {
    RunPlan plan = RunPlan.of(spark, request, computation, sink.slices());
    sink.clear(staying(plan), existing());
    Optional<String> encoder =
        plan.needsModel() ? Optional.of(computation.probe(spark)) : Optional.empty();
    announce(plan, encoder);
    try (ScoreMetrics metrics = ScoreMetrics.register(spark.sparkContext())) {
      return run(spark, plan, metrics);
    }
  }

  private void announce(RunPlan plan, Optional<String> encoder) {
    // Logged only now, so that a rejected run prints a single line.
    LOG.info(
        "run {} with {} and\n{}",
        request.runId(),
        encoder.orElse("no model"),
        request.config().describe());
    plan.columns().renamed().forEach((name, as) -> LOG.info("column {} is kept as {}", name, as));
    if (plan.slices().slices().size() > 1) {
      LOG.info("slices: {}, in {} Spark jobs", plan.counts(), plan.waves().size());
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
          Redaction.redact(gone.get(0).input().get(0).path()));
    }
  }

  private RunSummary run(SparkSession spark, RunPlan plan, ScoreMetrics metrics) {
    WaveRunner runner = new WaveRunner(spark, request, computation, plan, sink, metrics);
    plan.work().stream()
        .filter(planned -> plan.unreadable().containsKey(planned.slice().id()))
        .forEach(planned -> refuse(planned, plan.unreadable().get(planned.slice().id())));
    RunClock clock = RunClock.start(plan.rowsToWrite());
    ProgressReport.during(
        () -> plan.waves().forEach(wave -> make(spark, wave, plan, runner)),
        ProgressLine.Work.SCORED,
        metrics::rows,
        plan.rowsToScore(),
        System.err,
        ProgressReport.Style.detect());
    RunSummary summary =
        new SummaryBuilder(request, computation, sink, plan)
            .summary(spark, clock.stop(), metrics, committed, refused.size());
    if (!refused.isEmpty()) {
      sink.record(summary.toJson());
      throw refusal(plan);
    }
    sink.finish(summary.toJson());
    return summary;
  }

  private void make(SparkSession spark, Wave wave, RunPlan plan, WaveRunner runner) {
    try {
      runner.stage(wave);
    } catch (GateException e) {
      if (wave.slices().size() == 1) {
        refuse(wave.slices().get(0), e);
      } else {
        // One of the slices cannot be read; the wave is split so that the others are still scored.
        LOG.debug("Wave {} is divided", wave.describe(), e);
        wave.halves().forEach(half -> make(spark, half, plan, runner));
      }
      return;
    }
    Map<String, GateException> changed = plan.source().changed(wave.parts());
    Map<String, StatusCounts> counts = sink.count(spark, wave.ids());
    for (PlannedSlice planned : wave.slices()) {
      String id = planned.slice().id();
      try {
        if (changed.containsKey(id)) {
          throw changed.get(id);
        }
        RowGates gates = new RowGates(plan.rows(planned), request.config().maxRejectFraction());
        sink.check(spark, id, counts.get(id), runner.schema(), gates);
        committed.add(sink.commit(record(planned, plan, counts.get(id))));
      } catch (GateException e) {
        refuse(planned, e);
      }
    }
  }

  private void refuse(PlannedSlice planned, GateException why) {
    LOG.debug("Slice {} is refused", planned.slice().describe(), why);
    refused.add(new Refused(planned, why));
  }

  private SliceRecord record(PlannedSlice planned, RunPlan plan, StatusCounts counts) {
    return new SliceRecord(
        planned.slice().id(),
        computation.command(),
        request.runId(),
        planned.slice().files(),
        plan.lineage(),
        counts.byStatus(),
        List.of(),
        Instant.now().toString());
  }

  private GateException refusal(RunPlan plan) {
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

  /** Returns the ids of the output's slices that this run keeps or replaces individually. */
  private Set<String> staying(RunPlan plan) {
    Collection<SliceRecord> stored = sink.slices().values();
    return stored.stream()
        .filter(record -> record.command().equals(computation.command()))
        .filter(record -> stays(plan, record))
        .map(SliceRecord::slice)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private boolean stays(RunPlan plan, SliceRecord record) {
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
