package org.thumbscore.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thumbscore.common.Arguments;
import org.thumbscore.config.ConfigException;
import org.thumbscore.lake.plan.SlicePlan;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.OutputLocation;
import org.thumbscore.report.ReportRequest;
import org.thumbscore.report.ReportRun;
import org.thumbscore.run.LabelRequest;
import org.thumbscore.run.RunId;
import org.thumbscore.run.RunSummary;
import org.thumbscore.run.ScoreJob;
import org.thumbscore.run.ScoreRequest;
import org.thumbscore.run.SparkRuntime;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job on the articles and the model that come with the launcher. */
@Command(
    name = "demo",
    description = {
      "Scores the sample articles with the embedded model and shows a dozen of them.",
      "The model's weights are small: it shows the way, not what CLIP knows.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionOption.class,
    sortOptions = false,
    footer = {"", "Examples:", "  thumbscore demo", "  thumbscore demo --output /data/demo"})
final class DemoCommand implements Callable<Integer> {
  private static final String SAMPLES = "conf/samples/articles.parquet";
  private static final String MODEL = "conf/models/thumbscore-mini";
  private static final int REPORT_PICTURES = 6;
  // What the samples hold; the options below may name others.
  private static final Map<String, Object> COLUMNS =
      Map.of(
          "score.columns.id", "id",
          "score.columns.text", "summary",
          "score.columns.image", "thumbnail",
          "score.columns.keep", List.of(DemoTable.TITLE, "source", "date", "label"));
  // No one looks at the UI of a run this short.
  private static final Map<String, String> SPARK = Map.of("spark.ui.enabled", "false");

  @Option(
      names = "--output",
      paramLabel = "P",
      description = "Directory for the scores; scores/demo-<time> if not given.")
  private String output;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      defaultValue = "${env:THUMBSCORE_HOME}",
      description = "Where conf/ with samples and model is; the launcher knows.")
  private Path home;

  @Mixin private ScoreOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    String runId = RunId.orNew(Optional.empty());
    ScoreRequest request =
        new ScoreRequest(
            new InputLocation(fromHome(SAMPLES), Optional.empty()),
            OutputLocation.files(Optional.ofNullable(output).orElse("scores/demo-" + runId)),
            fromHome(MODEL),
            LabelRequest.NONE,
            ScoreRequest.Embeddings.DROPPED,
            SlicePlan.Reuse.KEEP,
            runId,
            options.read(COLUMNS),
            Arguments.withoutCredentials(spec.commandLine().getParseResult().originalArgs()));
    try (SparkRuntime spark = SparkRuntime.start("thumbscore demo", SPARK)) {
      RunSummary summary = new ScoreJob(request, SPARK).run();
      PrintWriter out = spec.commandLine().getOut();
      out.print(DemoTable.of(spark.session(), summary.output().location()));
      out.println();
      out.print(SummaryText.of(summary));
      out.print(report(spark, summary));
      out.flush();
    }
    return ExitCode.DONE.code();
  }

  private String report(SparkRuntime spark, RunSummary summary) {
    ReportRequest request =
        new ReportRequest(
            new InputLocation(summary.output().location(), Optional.empty()),
            Optional.of(new InputLocation(fromHome(SAMPLES), Optional.empty())),
            ReportRequest.Columns.USUAL,
            Optional.empty(),
            "Sample articles",
            REPORT_PICTURES);
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
