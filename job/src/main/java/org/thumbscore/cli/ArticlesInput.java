package org.thumbscore.cli;

import java.util.Optional;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.run.ScoreRequestBuilder;
import picocli.CommandLine.Option;

/** The options that locate the input articles. */
final class ArticlesInput {
  @Option(
      names = "--input",
      required = true,
      paramLabel = "P",
      description = "Articles to read: a path on any Hadoop file system, or the name of a table.")
  private String input;

  @Option(
      names = "--input-format",
      paramLabel = "F",
      description =
          "Format of the input: parquet, json, orc, iceberg, delta, or table for a table in Spark's catalog. Default: inferred from the name.")
  private String format;

  /** Sets the input and its format on the given request. */
  void apply(ScoreRequestBuilder request) {
    request.input(input);
    Optional.ofNullable(format).ifPresent(request::inputFormat);
  }

  InputLocation location() {
    return new InputLocation(input, Optional.ofNullable(format));
  }
}
