package org.thumbscore.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.thumbscore.run.ScoreJob;
import org.thumbscore.run.ScoreRequest;
import org.thumbscore.run.ScoreRequestBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code score} command, which reads a table of articles and writes a table of scores. */
@Command(
    name = "score",
    description = {
      "Scores the image of each article against its text and writes one row for every row read.",
      "A further run scores only what is new or has changed, and continues an interrupted run.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionOption.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  thumbscore score --input articles.parquet --output scores --model models/clip \\",
      "    --id-column id --text-column summary --image-column thumbnail --keep source",
      "  thumbscore score --input bbc --output s3a://lake/scores --model s3a://models/clip \\",
      "    --config conf/bbc.conf --partition-by section --dry-run",
      "  thumbscore --packages io.delta:delta-spark_2.13:4.0.0 score --input articles.parquet \\",
      "    --output-format delta --output ./scores --model models/clip --preset bbc",
      "  thumbscore score --input a.parquet --output out --model clip --preset nela-gt \\",
      "    --set score.batch-size=64 --device cuda"
    })
final class ScoreCommand implements Callable<Integer> {
  @Mixin private ArticlesInput input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "P",
      description =
          "Directory to write the scores to. With --output-format iceberg or delta, a name without a slash is the name of a table.")
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

  @Mixin private ScoreOptions options;

  @Option(
      names = "--calibration",
      paramLabel = "FILE",
      description = "Calibration file written by 'calibrate', whose threshold decides the labels.")
  private Path calibration;

  @Option(
      names = "--accept-calibration-of",
      paramLabel = "DIGEST",
      description =
          "Accept a calibration of another model, given by the SHA-256 of that model or a prefix of it.")
  private String acceptedModel;

  @Option(
      names = "--probability",
      description =
          "Also write the column probability. Requires a calibration fitted with --probability.")
  private boolean probability;

  @Option(
      names = "--embeddings",
      description = "Also write the embeddings and the digests of image and text.")
  private boolean embeddings;

  @Option(
      names = "--overwrite",
      description = "Score every row again and replace the contents of the output.")
  private boolean overwrite;

  @Option(
      names = "--retry-failed",
      description = "Also score again the rows whose status in the output is not OK.")
  private boolean retryFailed;

  @Option(
      names = "--dry-run",
      description =
          "Print what would be scored, why, and how long it would take, without writing anything.")
  private boolean dryRun;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description =
          "Name of this run, written to each row and to the run summary. Default: generated from the time.")
  private String runId;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ScoreRequest request = request();
    spec.commandLine()
        .getOut()
        .print(
            dryRun
                ? DryRunText.of(ScoreJob.plan(request))
                : SummaryText.of(ScoreJob.run(request, Map.of())));
    spec.commandLine().getOut().flush();
    return ExitCode.DONE.code();
  }

  private ScoreRequest request() {
    ScoreRequestBuilder request =
        ScoreRequest.builder()
            .output(output)
            .outputFormat(outputFormat)
            .model(model)
            .arguments(spec.commandLine().getParseResult().originalArgs());
    input.apply(request);
    options.apply(request);
    Optional.ofNullable(calibration).ifPresent(request::calibration);
    Optional.ofNullable(acceptedModel).ifPresent(request::acceptCalibrationOf);
    Optional.ofNullable(runId).ifPresent(request::runId);
    when(probability, request::withProbability);
    when(embeddings, request::withEmbeddings);
    when(overwrite, request::overwrite);
    when(retryFailed, request::retryFailed);
    return request.build();
  }

  private static void when(boolean given, Supplier<ScoreRequestBuilder> set) {
    if (given) {
      var unused = set.get();
    }
  }
}
