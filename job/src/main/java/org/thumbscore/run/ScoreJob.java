package org.thumbscore.run;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.encoder.EncoderBundle;
import org.thumbscore.lake.commit.RunRecords;
import org.thumbscore.lake.commit.ScoreSink;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.source.ArticleSource;
import org.thumbscore.lake.source.ChosenColumns;
import org.thumbscore.lake.storage.EndpointProbe;
import org.thumbscore.lake.storage.FileNames;
import org.thumbscore.lake.storage.LocalFiles;
import org.thumbscore.lake.storage.PathCheck;
import org.thumbscore.lake.table.LakeTable;
import org.thumbscore.model.BundleFetcher;
import org.thumbscore.quality.Labelling;
import org.thumbscore.spark.EncoderSource;
import org.thumbscore.spark.OutputColumns;
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
  // Spark's vectorized reader would hold batches of 4,096 encoded images regardless of their size.
  private static final Map<String, String> STREAMING =
      Map.of("spark.sql.parquet.enableVectorizedReader", "false");
  // Spark lists more than this many paths in a job of its own, which takes longer on a local disk.
  private static final Map<String, String> LOCAL_LISTING =
      Map.of("spark.sql.sources.parallelPartitionDiscovery.threshold", "100000");

  private final ScoreRequest request;
  private final Instant startedAt = Instant.now();
  private final Labelling labelling;

  private ScoreJob(ScoreRequest request) {
    this.request = request;
    this.labelling = request.labels().read();
  }

  /**
   * Runs the request in a session of the caller, commits the scores and returns a summary. Blocks
   * until the run is complete; other work may use the session concurrently.
   */
  public static RunSummary run(SparkSession spark, ScoreRequest request) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    return SessionSettings.during(
        spark,
        sessionSettings(request, hadoop),
        () -> new ScoreJob(request).run(hadoop, () -> SparkRuntime.of(spark)));
  }

  /**
   * Runs the request in the default session or, if there is none, in a session that is started with
   * the settings of {@code spark-submit} and stopped at the end. Invalid requests are rejected
   * before Spark starts if possible.
   *
   * @param sparkDefaults Spark settings to use where {@code spark-submit} sets no value
   */
  public static RunSummary run(ScoreRequest request, Map<String, String> sparkDefaults) {
    Configuration hadoop = SparkRuntime.hadoopSettings();
    Map<String, String> defaults = sessionSettings(request, hadoop);
    defaults.putAll(sparkDefaults);
    return new ScoreJob(request)
        .run(hadoop, () -> SparkRuntime.start("thumbscore " + request.runId(), defaults));
  }

  private static Map<String, String> sessionSettings(ScoreRequest request, Configuration hadoop) {
    Map<String, String> settings = new HashMap<>(STREAMING);
    if (request.input().isPath()
        && request.output().isPath()
        && LocalFiles.hold(
            List.of(request.input().location(), request.output().location()), hadoop)) {
      settings.putAll(LOCAL_LISTING);
    }
    return settings;
  }

  /** Opens the session lazily. */
  @FunctionalInterface
  private interface Sessions {
    SparkRuntime open();
  }

  private RunSummary run(Configuration hadoop, Sessions sessions) {
    checkPaths(hadoop);
    try (Scratch scratch = Scratch.create()) {
      return request.output().isTable()
          ? runIntoTable(scratch, hadoop, sessions)
          : runIntoFiles(scratch, hadoop, sessions);
    }
  }

  private RunSummary runIntoFiles(Scratch scratch, Configuration hadoop, Sessions sessions) {
    try (ScoreSink sink = ScoreSink.prepare(request.output().location(), hadoop, request.runId())) {
      ScoreSettings settings = settings(bundle(scratch, hadoop), hadoop);
      try (SparkRuntime spark = sessions.open()) {
        return new ScoreRun(request, settings, labelling, sink).run(spark.session());
      }
    }
  }

  /** Runs with a table as output, which requires Spark for locating the table. */
  private RunSummary runIntoTable(Scratch scratch, Configuration hadoop, Sessions sessions) {
    ScoreSettings settings = settings(bundle(scratch, hadoop), hadoop);
    try (SparkRuntime spark = sessions.open()) {
      ArticleSource source = ArticleSource.open(spark.session(), request.input());
      ChosenColumns columns =
          source
              .schema()
              .resolve(
                  request.config().columns(), OutputColumns.reserved(settings.source().output()));
      LakeTable table =
          LakeTable.openOrCreate(
              spark.session(),
              request.output(),
              WaveRunner.schema(source, columns, request, settings, labelling),
              columns.partitionBy(),
              hadoop);
      try (ScoreSink sink = ScoreSink.prepare(table, hadoop, request.runId())) {
        return new ScoreRun(request, settings, labelling, sink).run(spark.session());
      }
    }
  }

  /**
   * Returns what a run of the request would do, without writing anything. It uses the default
   * session or, if there is none, starts one and stops it at the end.
   */
  public static DryRun plan(ScoreRequest request) {
    ScoreJob job = new ScoreJob(request);
    Configuration hadoop = SparkRuntime.hadoopSettings();
    job.checkPaths(hadoop);
    try (SparkRuntime spark = SparkRuntime.start("thumbscore dry run", STREAMING)) {
      return job.plan(spark.session(), hadoop);
    }
  }

  private DryRun plan(SparkSession spark, Configuration hadoop) {
    try (Scratch scratch = Scratch.create()) {
      EncoderSource model = source(bundle(scratch, hadoop), hadoop);
      Stored stored = stored(spark, hadoop);
      return DryRun.of(
          RunPlan.of(spark, request, model, labelling, stored.slices()), stored.lastRate());
    }
  }

  private void checkPaths(Configuration hadoop) {
    request.output().requireLibrary();
    String input = request.input().location();
    FileNames.requireSpelled(List.of(input, request.output().location(), request.modelLocation()));
    EndpointProbe.at(List.of(input, request.output().location(), request.modelLocation()), hadoop);
    PathCheck.requireExists(request.input(), hadoop);
    PathCheck.requireApart(request.input(), request.output(), hadoop);
  }

  private EncoderBundle bundle(Scratch scratch, Configuration hadoop) {
    return EncoderBundle.of(
        BundleFetcher.fetch(request.modelLocation(), hadoop, scratch.directory()));
  }

  private EncoderSource source(EncoderBundle model, Configuration hadoop) {
    return EncoderSource.of(
        model,
        request.modelLocation(),
        request.config().encoder(),
        request.config().images().settings(request.input(), hadoop));
  }

  /** The slices of an output and the throughput of the last run that wrote to it. */
  private record Stored(Map<String, SliceRecord> slices, Optional<RunRecords.Rate> lastRate) {}

  private Stored stored(SparkSession spark, Configuration hadoop) {
    if (request.output().isTable()) {
      return LakeTable.find(spark, request.output(), hadoop)
          .map(t -> new Stored(ScoreSink.peek(t, hadoop), RunRecords.lastRate(t, hadoop)))
          .orElseGet(() -> new Stored(Map.of(), Optional.empty()));
    }
    String directory = request.output().location();
    return new Stored(ScoreSink.peek(directory, hadoop), RunRecords.lastRate(directory, hadoop));
  }

  private ScoreSettings settings(EncoderBundle model, Configuration hadoop) {
    EncoderSource source = source(model, hadoop);
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
            startedAt));
  }
}
