package org.thumbscore.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.thumbscore.lake.commit.ExistingOutput;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.OutputFormat;
import org.thumbscore.lake.storage.OutputLocation;
import org.thumbscore.run.LabelRequest;
import org.thumbscore.run.LabelRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The {@code label} command, which applies a calibration to stored similarities. */
@Command(
    name = "label",
    description = {"Applies another calibration to stored scores, without running the model.", ""},
    mixinStandardHelpOptions = true,
    versionProvider = VersionOption.class,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  thumbscore label --input scores --calibration calibration.json --output labelled",
      "  thumbscore label --input scores --calibration c.json --output labelled --probability \\",
      "    --partition-by source --overwrite"
    })
final class LabelCommand implements Callable<Integer> {
  @Option(
      names = "--input",
      required = true,
      paramLabel = "SCORES",
      description = "Scores written by 'score'.")
  private String input;

  @Option(
      names = "--calibration",
      required = true,
      paramLabel = "FILE",
      description = "Calibration file written by 'calibrate'.")
  private Path calibration;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "P",
      description =
          "Directory to write the labelled scores to, other than the input. With --output-format iceberg or delta, a name without a slash is the name of a table.")
  private String output;

  @Option(
      names = "--input-format",
      paramLabel = "F",
      description =
          "Format of the input: parquet, iceberg, delta, or table for a table in Spark's catalog. Default: inferred from the name.")
  private String format;

  @Option(
      names = "--output-format",
      paramLabel = "F",
      description = "Format of the output: parquet, iceberg or delta. Default: ${DEFAULT-VALUE}.",
      defaultValue = "parquet")
  private String outputFormat;

  @Option(
      names = "--partition-by",
      split = ",",
      paramLabel = "C",
      description = "Columns to partition the output by.")
  private List<String> partitionBy = List.of();

  @Option(
      names = "--probability",
      description =
          "Also write the column probability. Requires a calibration fitted with --probability.")
  private boolean probability;

  @Option(
      names = "--accept-calibration-of",
      paramLabel = "DIGEST",
      description =
          "Accept a calibration of another model, given by the SHA-256 of that model or a prefix of it.")
  private String acceptedModel;

  @Option(names = "--overwrite", description = "Replace the contents of the output.")
  private boolean overwrite;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    LabelRun run =
        new LabelRun(
            new InputLocation(input, Optional.ofNullable(format)),
            new OutputLocation(output, OutputFormat.named(outputFormat)),
            new LabelRequest(
                Optional.of(calibration),
                Optional.ofNullable(acceptedModel),
                probability ? LabelRequest.Probability.ADDED : LabelRequest.Probability.LEFT_OUT),
            partitionBy,
            overwrite ? ExistingOutput.REPLACE : ExistingOutput.REFUSE);
    spec.commandLine().getOut().print(run.run());
    spec.commandLine().getOut().flush();
    return ExitCode.DONE.code();
  }
}
