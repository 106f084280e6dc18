package org.thumbscore.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.thumbscore.common.Redaction;
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
      "A second run scores only what is new or has changed, and continues a run that was interrupted.",
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
          "Directory for the scores; with --output-format iceberg or delta also a table's name, which is what has no slash.")
  private String output;

  @Option(
      names = "--output-format",
      paramLabel = "F",
      description = "parquet, iceberg or delta. Default: ${DEFAULT-VALUE}.",
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
      description = "Threshold for labels, as 'calibrate' writes it.")
  private Path calibration;

  @Option(
      names = "--accept-calibration-of",
      paramLabel = "DIGEST",
      description =
          "Take a calibration of this other model, named by its SHA-256 or the start of it.")
  private String acceptedModel;

  @Option(
      names = "--probability",
      description =
          "Write the column probability; the calibration must have been fitted with --probability.")
  private boolean probability;

  @Option(names = "--embeddings", description = "Write both embeddings too.")
  private boolean embeddings;

  @Option(
      names = "--overwrite",
      description =
          "Score everything anew: each slice replaces what the output holds of it, and whatever else lies there goes.")
  private boolean overwrite;

  @Option(
      names = "--retry-failed",
      description = "Also score again the rows of the output whose status is not OK.")
  private boolean retryFailed;

  @Option(
      names = "--dry-run",
      description = "Tell what would be scored, why, and how long it would take; write nothing.")
  private boolean dryRun;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description = "Name of this run, in each row and beside the output. Made up if not given.")
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
            .arguments(Redaction.redactAll(spec.commandLine().getParseResult().originalArgs()));
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
