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

  @Mixin private RunOptions run;
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

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ScoreRequest request = request();
    run.run(request, () -> ScoreJob.plan(request), () -> ScoreJob.run(request, Map.of()));
    return ExitCode.DONE.code();
  }

  private ScoreRequest request() {
    ScoreRequestBuilder request =
        ScoreRequest.builder().arguments(spec.commandLine().getParseResult().originalArgs());
    input.apply(request);
    run.apply(request);
    options.apply(request);
    Optional.ofNullable(calibration).ifPresent(request::calibration);
    Optional.ofNullable(acceptedModel).ifPresent(request::acceptCalibrationOf);
    when(probability, request::withProbability);
    when(embeddings, request::withEmbeddings);
    return request.build();
  }

  private static void when(boolean given, Supplier<ScoreRequestBuilder> set) {
    if (given) {
      var unused = set.get();
    }
  }
}
