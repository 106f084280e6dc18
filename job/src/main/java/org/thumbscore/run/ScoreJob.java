package org.thumbscore.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.common.Redaction;
import org.thumbscore.encoder.EncoderBundle;
import org.thumbscore.lake.commit.RunRecords;
import org.thumbscore.lake.plan.SlicePlan;
import org.thumbscore.lake.storage.EndpointProbe;
import org.thumbscore.quality.Labelling;
import org.thumbscore.spark.EncoderSource;
import org.thumbscore.spark.ScoreSettings;

/**
 * Scores the articles of a data lake. This is the API behind the {@code score} command, with the
 * same slices, gates, ledger, lock and recovery.
 *
 * <pre>{@code
 * ScoreRequest request =
 *     ScoreRequest.builder().input("articles").output("scores").model("clip").preset("bbc").build();
 * RunSummary summary = ScoreJob.run(spark, request);
 * }</pre>
 *
 * <p>The methods never exit the JVM or stop a session that the caller created. Failures are
 * exceptions with a one-line message: {@link org.thumbscore.config.ConfigException} and {@link
 * org.thumbscore.lake.storage.InputException} for an invalid request, {@link
 * org.thumbscore.quality.CalibrationException} for an unsuitable calibration, {@link
 * org.thumbscore.lake.storage.GateException} for computed scores that were refused, and {@link
 * org.thumbscore.model.BundleException}, {@link org.thumbscore.runtime.EncoderException} and {@link
 * org.thumbscore.lake.storage.StorageException} for model, device and storage. To continue a failed
 * run, run the same request again.
 */
public final class ScoreJob {
  private ScoreJob() {}

  /**
   * Runs the request in a session of the caller, commits the scores and returns a summary. Blocks
   * until the run is complete; other work may use the session concurrently.
   */
  public static RunSummary run(SparkSession spark, ScoreRequest request) {
    return runner(request).run(spark);
  }

  /**
   * Runs the request in the default session or, if there is none, in a session that is started with
   * the settings of {@code spark-submit} and stopped at the end. Invalid requests are rejected
   * before Spark starts if possible.
   *
   * @param sparkDefaults Spark settings to use where {@code spark-submit} sets no value
   */
  public static RunSummary run(ScoreRequest request, Map<String, String> sparkDefaults) {
    return runner(request).run(sparkDefaults);
  }

  /**
   * Returns the run with the id of the request, if it has ended with all its rows published and
   * nothing else was asked of it. A scheduler that starts a run again, because it did not hear of
   * its end, need not wait for the input to be compared. Empty for a table that is given by name.
   */
  public static Optional<RunRecords.Finished> finished(ScoreRequest request) {
    if (request.reuse() != SlicePlan.Reuse.KEEP || !request.output().isPath()) {
      return Optional.empty();
    }
    Configuration hadoop = SparkRuntime.hadoopSettings();
    EndpointProbe.at(List.of(request.output().location()), hadoop);
    return RunRecords.finished(
        request.output().location(),
        request.runId(),
        request.arguments(),
        Redaction.redact(request.input().location()),
        Redaction.redact(request.modelLocation()),
        hadoop);
  }

  /**
   * Returns what a run of the request would do, without writing anything. It uses the default
   * session or, if there is none, starts one and stops it at the end.
   */
  public static DryRun plan(ScoreRequest request) {
    return runner(request).plan();
  }

  private static JobRunner runner(ScoreRequest request) {
    Labelling labelling = request.labels().read();
    Instant startedAt = Instant.now();
    return new JobRunner(
        request,
        List.of(),
        (model, scratch, hadoop) ->
            new ScoreComputation(
                request, settings(request, labelling, model, startedAt, hadoop), labelling));
  }

  /** Returns the model of a request and the origin of its rows. */
  static ScoreSettings settings(
      ScoreRequest request,
      Labelling labelling,
      EncoderBundle model,
      Instant startedAt,
      Configuration hadoop) {
    EncoderSource source =
        EncoderSource.of(
            model,
            request.modelLocation(),
            request.config().encoder(),
            request.config().images().settings(request.input(), hadoop));
    ScoreSettings.Threshold threshold =
        labelling
            .thresholdFor(source.bundleSha256(), request.labels().acceptedModel())
            .<ScoreSettings.Threshold>map(ScoreSettings.Threshold.Calibrated::new)
            .orElseGet(ScoreSettings.Threshold.None::new);
    return new ScoreSettings(
        source,
        new ScoreSettings.Lineage(
            model.bundle().name(),
            threshold,
            request.embeddings() == ScoreRequest.Embeddings.WRITTEN,
            request.runId(),
            startedAt),
        request.config().rescoreBand());
  }
}
