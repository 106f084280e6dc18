package org.thumbscore.job;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.thumbscore.bundle.BundleFetcher;
import org.thumbscore.bundle.ModelBundle;
import org.thumbscore.lake.PathCheck;
import org.thumbscore.lake.ScoreSink;
import org.thumbscore.quality.Calibration;
import org.thumbscore.quality.CalibrationFile;
import org.thumbscore.quality.ScoreProbability;
import org.thumbscore.spark.ScoreSettings;

/**
 * Prepares one run of scoring. What can be refused without Spark is refused before Spark starts:
 * calibration, paths and bundle.
 */
final class ScoreJob {
  /** Spark's vectors would hold 4,096 encoded pictures at a time, however large they are. */
  private static final Map<String, String> STREAMING =
      Map.of("spark.sql.parquet.enableVectorizedReader", "false");

  private final ScoreRequest request;
  private final Map<String, String> sparkDefaults;
  private final Instant startedAt = Instant.now();

  /**
   * Takes a request.
   *
   * @param sparkDefaults Spark settings that hold where {@code spark-submit} says nothing
   */
  ScoreJob(ScoreRequest request, Map<String, String> sparkDefaults) {
    this.request = request;
    this.sparkDefaults = new HashMap<>(STREAMING);
    this.sparkDefaults.putAll(sparkDefaults);
  }

  /** Scores, publishes and tells what was done. */
  RunSummary run() {
    Optional<Calibration> calibration = request.labels().calibration().map(CalibrationFile::read);
    Optional<ScoreProbability> probability = request.labels().probability(calibration);
    Configuration hadoop = SparkRuntime.hadoopSettings();
    PathCheck.requireExists(request.input(), hadoop);
    PathCheck.requireApart(request.input(), request.output(), hadoop);
    try (Scratch scratch = Scratch.create();
        ScoreSink sink = ScoreSink.prepare(request.output(), hadoop, request.runId())) {
      ModelBundle bundle =
          BundleFetcher.fetch(request.modelLocation(), hadoop, scratch.directory());
      ScoreSettings settings = settings(bundle, calibration);
      try (SparkRuntime spark =
          SparkRuntime.start("thumbscore " + request.runId(), sparkDefaults)) {
        return new ScoreRun(request, settings, calibration, probability, sink).run(spark.session());
      }
    }
  }

  /** Tells what {@link #run} would do; writes nothing. */
  String dryRun() {
    Optional<Calibration> calibration = request.labels().calibration().map(CalibrationFile::read);
    Optional<ScoreProbability> probability = request.labels().probability(calibration);
    Configuration hadoop = SparkRuntime.hadoopSettings();
    PathCheck.requireExists(request.input(), hadoop);
    PathCheck.requireApart(request.input(), request.output(), hadoop);
    try (Scratch scratch = Scratch.create();
        SparkRuntime spark = SparkRuntime.start("thumbscore dry run", sparkDefaults)) {
      String model =
          BundleFetcher.fetch(request.modelLocation(), hadoop, scratch.directory()).sha256();
      RunPlan plan =
          RunPlan.of(
              spark.session(),
              request,
              model,
              calibration,
              probability,
              ScoreSink.peek(request.output(), hadoop));
      return DryRun.of(plan, request.output(), hadoop);
    }
  }

  private ScoreSettings settings(ModelBundle bundle, Optional<Calibration> calibration) {
    ScoreSettings.Threshold threshold =
        calibration
            .<ScoreSettings.Threshold>map(
                c ->
                    new ScoreSettings.Threshold.Calibrated(
                        c.thresholdFor(bundle.sha256(), request.labels().acceptedModel())))
            .orElseGet(ScoreSettings.Threshold.None::new);
    return new ScoreSettings(
        bundle.name(),
        request.modelLocation(),
        bundle.sha256(),
        request.config().encoder(),
        threshold,
        request.embeddings() == ScoreRequest.Embeddings.WRITTEN,
        request.runId(),
        startedAt);
  }
}
