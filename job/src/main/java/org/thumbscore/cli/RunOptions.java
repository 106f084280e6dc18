package org.thumbscore.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.thumbscore.lake.commit.RunRecords;
import org.thumbscore.run.DryRun;
import org.thumbscore.run.RunSummary;
import org.thumbscore.run.ScoreJob;
import org.thumbscore.run.ScoreRequest;
import org.thumbscore.run.ScoreRequestBuilder;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of commands that process the slices of an input with a model. */
final class RunOptions {
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})([smh])");

  @Option(
      names = "--output",
      required = true,
      paramLabel = "P",
      description =
          "Directory to write to. With --output-format iceberg or delta, a name without a slash is the name of a table.")
  private String output;

  @Option(
      names = "--output-format",
      paramLabel = "F",
      description = "Format of the output: parquet, iceberg or delta. Default: ${DEFAULT-VALUE}.",
      defaultValue = "parquet")
  private String outputFormat;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "Model bundle: a directory in the Hugging Face ONNX layout.")
  private String model;

  @Option(
      names = "--overwrite",
      description = "Process every row again and replace the contents of the output.")
  private boolean overwrite;

  @Option(
      names = "--retry-failed",
      description = "Also process again the rows of the output that could not be processed.")
  private boolean retryFailed;

  @Option(
      names = "--dry-run",
      description =
          "Print what would be done, why, and how long it would take, without writing anything.")
  private boolean dryRun;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description =
          "Name of this run, written to each row and to the run summary. A run of this name that is done with the same options ends at once. Default: generated from the time.")
  private String runId;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description =
          "How long to wait for a run that writes to the same part of the output, for instance 30s, 10m or 2h. Default: such a run is an error at once.")
  private String patience;

  @Option(
      names = "--metrics-file",
      paramLabel = "FILE",
      description =
          "File to write the metrics of the run to, in the text format of Prometheus. Default: none.")
  private Path metricsFile;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /**
   * Prints what a run of the request would do, or else runs it, unless a run of its id is done.
   *
   * @param plan plans the request
   * @param work runs the request
   */
  void run(ScoreRequest request, Supplier<DryRun> plan, Supplier<RunSummary> work) {
    PrintWriter out = spec.commandLine().getOut();
    Optional<MetricsFile> metrics =
        Optional.ofNullable(metricsFile)
            .filter(file -> !dryRun)
            .map(file -> MetricsFile.at(file, spec.name()));
    Optional<RunRecords.Finished> finished =
        dryRun || runId == null ? Optional.empty() : ScoreJob.finished(request);
    if (finished.isPresent()) {
      out.printf(
          Locale.ROOT,
          "run        %s was done at %s with %,d rows; give another --run-id to look for new ones%n",
          finished.get().runId(),
          finished.get().finishedAt(),
          finished.get().rows());
    } else {
      out.print(dryRun ? DryRunText.of(plan.get()) : SummaryText.of(measured(work, metrics)));
    }
    out.flush();
  }

  private static RunSummary measured(Supplier<RunSummary> work, Optional<MetricsFile> metrics) {
    try {
      RunSummary summary = work.get();
      metrics.ifPresent(file -> file.write(summary));
      return summary;
    } catch (RuntimeException | Error e) {
      metrics.ifPresent(file -> file.write(Failure.of(e).exitCode()));
      throw e;
    }
  }

  /** Sets the values given on the command line on the request. */
  void apply(ScoreRequestBuilder request) {
    request.output(output).outputFormat(outputFormat).model(model);
    Optional.ofNullable(runId).ifPresent(request::runId);
    Optional.ofNullable(patience).map(this::time).ifPresent(request::waitFor);
    if (overwrite) {
      request.overwrite();
    }
    if (retryFailed) {
      request.retryFailed();
    }
  }

  private Duration time(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid --wait: " + text + " (must be a time such as 30s, 10m or 2h)");
    }
    long number = Long.parseLong(time.group(1));
    return switch (time.group(2)) {
      case "h" -> Duration.ofHours(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofSeconds(number);
    };
  }
}
