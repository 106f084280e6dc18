package org.thumbscore.cli;

import java.util.Optional;
import org.thumbscore.run.ScoreRequestBuilder;
import picocli.CommandLine.Option;

/** The options of commands that process the slices of an input with a model. */
final class RunOptions {
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
          "Name of this run, written to each row and to the run summary. Default: generated from the time.")
  private String runId;

  boolean isDryRun() {
    return dryRun;
  }

  /** Sets the values given on the command line on the request. */
  void apply(ScoreRequestBuilder request) {
    request.output(output).outputFormat(outputFormat).model(model);
    Optional.ofNullable(runId).ifPresent(request::runId);
    if (overwrite) {
      request.overwrite();
    }
    if (retryFailed) {
      request.retryFailed();
    }
  }
}
