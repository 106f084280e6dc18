package org.thumbscore.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.encoder.EncoderBundle;
import org.thumbscore.lake.commit.RunRecords;
import org.thumbscore.lake.commit.ScoreSink;
import org.thumbscore.lake.commit.WriteScope;
import org.thumbscore.lake.plan.SlicePlan;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.source.ArticleSource;
import org.thumbscore.lake.source.ChosenColumns;
import org.thumbscore.lake.storage.EndpointProbe;
import org.thumbscore.lake.storage.FileNames;
import org.thumbscore.lake.storage.LocalFiles;
import org.thumbscore.lake.storage.PathCheck;
import org.thumbscore.lake.table.LakeTable;
import org.thumbscore.model.BundleFetcher;

/**
 * Runs a {@link RowComputation} over the articles of a request: checks paths, opens the model,
 * holds the output and starts Spark. An instance is used once, by one thread.
 */
final class JobRunner {
  // Spark's vectorized reader would hold batches of 4,096 encoded images regardless of their size.
  private static final Map<String, String> STREAMING =
      Map.of("spark.sql.parquet.enableVectorizedReader", "false");
  // Spark lists more than this many paths in a job of its own, which takes longer on a local disk.
  private static final Map<String, String> LOCAL_LISTING =
      Map.of("spark.sql.sources.parallelPartitionDiscovery.threshold", "100000");

  private final ScoreRequest request;
  private final List<String> otherModels;
  private final Computations computations;

  /** Creates the computation of a run once its model has been opened. */
  @FunctionalInterface
  interface Computations {
    RowComputation of(EncoderBundle model, Scratch scratch, Configuration hadoop);
  }

  /**
   * Creates a runner.
   *
   * @param otherModels the locations of bundles that are read besides the request's model
   */
  JobRunner(ScoreRequest request, List<String> otherModels, Computations computations) {
    this.request = request;
    this.otherModels = List.copyOf(otherModels);
    this.computations = computations;
  }

  /** Runs in a session of the caller. */
  RunSummary run(SparkSession spark) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    return SessionSettings.during(
        spark, sessionSettings(request, hadoop), () -> run(hadoop, () -> SparkRuntime.of(spark)));
  }

  /** Runs in the default session or in one that is started for the run. */
  RunSummary run(Map<String, String> sparkDefaults) {
    Configuration hadoop = SparkRuntime.hadoopSettings();
    Map<String, String> defaults = sessionSettings(request, hadoop);
    defaults.putAll(sparkDefaults);
    return run(hadoop, () -> SparkRuntime.start("thumbscore " + request.runId(), defaults));
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
    try (ScoreSink sink =
        ScoreSink.prepare(request.output().location(), hadoop, request.runId(), hold(hadoop))) {
      RowComputation computation = computation(scratch, hadoop);
      try (SparkRuntime spark = sessions.open()) {
        return new ScoreRun(request, computation, sink).run(spark.session());
      }
    }
  }

  /** A run that replaces what the output holds of other inputs holds all of it. */
  private ScoreSink.Hold hold(Configuration hadoop) {
    WriteScope scope =
        request.reuse() == SlicePlan.Reuse.NOTHING
            ? WriteScope.WHOLE
            : WriteScope.of(request.input(), hadoop);
    return new ScoreSink.Hold(scope, request.patience());
  }

  /** Runs with a table as output, which requires Spark for locating the table. */
  private RunSummary runIntoTable(Scratch scratch, Configuration hadoop, Sessions sessions) {
    RowComputation computation = computation(scratch, hadoop);
    try (SparkRuntime spark = sessions.open()) {
      ArticleSource source = ArticleSource.open(spark.session(), request.input());
      ChosenColumns columns = computation.columns(source.schema());
      LakeTable table =
          LakeTable.openOrCreate(
              spark.session(),
              request.output(),
              WaveRunner.schema(source, columns, request, computation),
              columns.partitionBy(),
              hadoop);
      try (ScoreSink sink = ScoreSink.prepare(table, hadoop, request.runId(), hold(hadoop))) {
        return new ScoreRun(request, computation, sink).run(spark.session());
      }
    }
  }

  /** Returns what a run would do, without writing anything. */
  DryRun plan() {
    Configuration hadoop = SparkRuntime.hadoopSettings();
    checkPaths(hadoop);
    try (SparkRuntime spark = SparkRuntime.start("thumbscore dry run", STREAMING);
        Scratch scratch = Scratch.create()) {
      RowComputation computation = computation(scratch, hadoop);
      Stored stored = stored(spark.session(), hadoop);
      return DryRun.of(
          RunPlan.of(spark.session(), request, computation, stored.slices()), stored.lastRate());
    }
  }

  private void checkPaths(Configuration hadoop) {
    request.output().requireLibrary();
    String input = request.input().location();
    List<String> locations = new ArrayList<>(otherModels);
    locations.addAll(List.of(input, request.output().location(), request.modelLocation()));
    FileNames.requireSpelled(locations);
    EndpointProbe.at(locations, hadoop);
    PathCheck.requireExists(request.input(), hadoop);
    PathCheck.requireApart(request.input(), request.output(), hadoop);
  }

  private RowComputation computation(Scratch scratch, Configuration hadoop) {
    EncoderBundle model =
        EncoderBundle.of(BundleFetcher.fetch(request.modelLocation(), hadoop, scratch.directory()));
    return computations.of(model, scratch, hadoop);
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
}
