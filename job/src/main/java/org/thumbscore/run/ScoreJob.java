package org.thumbscore.run;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.lake.commit.RunRecords;
import org.thumbscore.lake.commit.ScoreSink;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.source.ArticleSource;
import org.thumbscore.lake.source.ChosenColumns;
import org.thumbscore.lake.storage.EndpointProbe;
import org.thumbscore.lake.storage.PathCheck;
import org.thumbscore.lake.table.LakeTable;
import org.thumbscore.model.BundleFetcher;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.quality.Calibration;
import org.thumbscore.quality.CalibrationFile;
import org.thumbscore.quality.ScoreProbability;
import org.thumbscore.spark.ScoreSettings;

/**
 * Prepares one run of scoring. What can be refused without Spark is refused before Spark starts:
 * calibration, paths and bundle.
 */
public final class ScoreJob {
  /** Spark's vectors would hold 4,096 encoded images at a time, however large they are. */
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
  public ScoreJob(ScoreRequest request, Map<String, String> sparkDefaults) {
    this.request = request;
    this.sparkDefaults = new HashMap<>(STREAMING);
    this.sparkDefaults.putAll(sparkDefaults);
  }

  /** Scores, publishes and tells what was done. */
  public RunSummary run() {
    Optional<Calibration> calibration = request.labels().calibration().map(CalibrationFile::read);
    Optional<ScoreProbability> probability = request.labels().probability(calibration);
    request.output().requireLibrary();
    Configuration hadoop = SparkRuntime.hadoopSettings();
    checkPaths(hadoop);
    try (Scratch scratch = Scratch.create()) {
      return request.output().isTable()
          ? runIntoTable(scratch, hadoop, calibration, probability)
          : runIntoFiles(scratch, hadoop, calibration, probability);
    }
  }

  private RunSummary runIntoFiles(
      Scratch scratch,
      Configuration hadoop,
      Optional<Calibration> calibration,
      Optional<ScoreProbability> probability) {
    try (ScoreSink sink = ScoreSink.prepare(request.output().location(), hadoop, request.runId())) {
      ScoreSettings settings = settings(bundle(scratch, hadoop), calibration, hadoop);
      try (SparkRuntime spark = start()) {
        return new ScoreRun(request, settings, calibration, probability, sink).run(spark.session());
      }
    }
  }

  /** Only Spark can tell what there is of a table, and where. */
  private RunSummary runIntoTable(
      Scratch scratch,
      Configuration hadoop,
      Optional<Calibration> calibration,
      Optional<ScoreProbability> probability) {
    ScoreSettings settings = settings(bundle(scratch, hadoop), calibration, hadoop);
    try (SparkRuntime spark = start()) {
      ArticleSource source = ArticleSource.open(spark.session(), request.input());
      ChosenColumns columns = source.schema().resolve(request.config().columns());
      LakeTable table =
          LakeTable.openOrCreate(
              spark.session(),
              request.output(),
              SliceWork.schema(source, columns, request, settings, probability),
              columns.partitionBy(),
              hadoop);
      try (ScoreSink sink = ScoreSink.prepare(table, hadoop, request.runId())) {
        return new ScoreRun(request, settings, calibration, probability, sink).run(spark.session());
      }
    }
  }

  private ModelBundle bundle(Scratch scratch, Configuration hadoop) {
    return BundleFetcher.fetch(request.modelLocation(), hadoop, scratch.directory());
  }

  private SparkRuntime start() {
    return SparkRuntime.start("thumbscore " + request.runId(), sparkDefaults);
  }

  /** Tells what {@link #run} would do; writes nothing. */
  public String dryRun() {
    Optional<Calibration> calibration = request.labels().calibration().map(CalibrationFile::read);
    Optional<ScoreProbability> probability = request.labels().probability(calibration);
    request.output().requireLibrary();
    Configuration hadoop = SparkRuntime.hadoopSettings();
    checkPaths(hadoop);
    try (Scratch scratch = Scratch.create();
        SparkRuntime spark = SparkRuntime.start("thumbscore dry run", sparkDefaults)) {
      String model = bundle(scratch, hadoop).sha256();
      Stored stored = stored(spark.session(), hadoop);
      RunPlan plan =
          RunPlan.of(spark.session(), request, model, calibration, probability, stored.slices());
      return DryRun.of(plan, stored.lastRate());
    }
  }

  private void checkPaths(Configuration hadoop) {
    String input = request.input().location();
    EndpointProbe.at(List.of(input, request.output().location(), request.modelLocation()), hadoop);
    PathCheck.requireExists(request.input(), hadoop);
    PathCheck.requireApart(request.input(), request.output(), hadoop);
  }

  /** What an output holds, and how fast a run made it. */
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

  private ScoreSettings settings(
      ModelBundle bundle, Optional<Calibration> calibration, Configuration hadoop) {
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
        startedAt,
        request.config().images().settings(request.input(), hadoop));
  }
}
