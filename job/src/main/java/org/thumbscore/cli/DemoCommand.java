package org.thumbscore.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thumbscore.config.ConfigException;
import org.thumbscore.lake.source.ScoreTable;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.quality.EvaluationRun;
import org.thumbscore.report.ReportRequest;
import org.thumbscore.report.ReportRun;
import org.thumbscore.run.RunId;
import org.thumbscore.run.RunSummary;
import org.thumbscore.run.ScoreJob;
import org.thumbscore.run.ScoreRequest;
import org.thumbscore.run.ScoreRequestBuilder;
import org.thumbscore.run.SparkRuntime;
import org.thumbscore.score.ScoreColumns;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The {@code demo} command, which scores and labels the bundled sample articles with the bundled
 * model, and compares the labels with the true ones.
 */
@Command(
    name = "demo",
    description = {
      "Scores and labels the sample articles with the embedded model, prints a dozen of them, and compares the labels with the true ones.",
      "Articles and images are invented, and the model is a miniature that was trained on others of the same kind: it knows nothing of real news.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionOption.class,
    sortOptions = false,
    footer = {"", "Examples:", "  thumbscore demo", "  thumbscore demo --output /data/demo"})
final class DemoCommand implements Callable<Integer> {
  private static final String SAMPLES = "conf/samples/articles.parquet";
  private static final String MODEL = "conf/models/thumbscore-mini";
  private static final String CALIBRATION = MODEL + "/calibration.json";
  private static final int REPORT_IMAGES = 6;
  private static final int RESAMPLES = 1000;
  // The run is too short for anyone to open the Spark UI.
  private static final Map<String, String> SPARK = Map.of("spark.ui.enabled", "false");

  @Option(
      names = "--output",
      paramLabel = "P",
      description = "Directory to write the scores to. Default: scores/demo-<time>.")
  private String output;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = "${env:THUMBSCORE_HOME}",
      description = "Installation directory, which contains conf/. Set by the launcher.")
  private Path home;

  @Mixin private ScoreOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ScoreRequest request = request();
    try (SparkRuntime spark = SparkRuntime.start("thumbscore demo", SPARK)) {
      RunSummary summary = ScoreJob.run(request, SPARK);
      PrintWriter out = spec.commandLine().getOut();
      out.print(DemoTable.of(spark.session(), summary.output().location()));
      out.println();
      out.print(SummaryText.of(summary));
      out.print(quality(spark, summary));
      out.print(report(spark, summary));
      out.flush();
    }
    return ExitCode.DONE.code();
  }

  private ScoreRequest request() {
    String runId = RunId.orNew(Optional.empty());
    ScoreRequestBuilder request =
        ScoreRequest.builder()
            .input(fromHome(SAMPLES))
            .output(Optional.ofNullable(output).orElse("scores/demo-" + runId))
            .model(fromHome(MODEL))
            .calibration(Path.of(fromHome(CALIBRATION)))
            .idColumn("id")
            .textColumn("summary")
            .imageColumn("thumbnail")
            .keep(List.of(DemoTable.TITLE, "source", "date", ScoreColumns.LABEL))
            .runId(runId)
            .arguments(spec.commandLine().getParseResult().originalArgs());
    // The columns above are those of the samples; the options may override them.
    options.apply(request);
    return request.build();
  }

  private static String quality(SparkRuntime spark, RunSummary summary) {
    ScoreTable scores =
        ScoreTable.open(
            spark.session(), new InputLocation(summary.output().location(), Optional.empty()));
    EvaluationRun run =
        new EvaluationRun(
            "labels",
            DemoTable.TRUE_LABEL,
            Optional.empty(),
            Optional.empty(),
            EvaluateCommand.threshold(scores, Optional.empty()),
            RESAMPLES,
            1);
    return EvaluationText.line(run.run(scores).get(0));
  }

  private String report(SparkRuntime spark, RunSummary summary) {
    ReportRequest request =
        new ReportRequest(
            new InputLocation(summary.output().location(), Optional.empty()),
            Optional.of(new InputLocation(fromHome(SAMPLES), Optional.empty())),
            ReportRequest.Columns.USUAL,
            Optional.empty(),
            "Sample articles",
            REPORT_IMAGES);
    String file = summary.output().location() + "/_thumbscore/report.html";
    return ReportCommand.line(file, new ReportRun(spark.session(), request).write(file));
  }

  private String fromHome(String path) {
    if (home == null || !Files.exists(home.resolve(path))) {
      throw new ConfigException(
          "Cannot find the demo's %s%s. Start it as bin/thumbscore demo, give --home DIR, or use score with --input and --model"
              .formatted(path, home == null ? "" : " under " + home));
    }
    return home.resolve(path).toAbsolutePath().toString();
  }
}
