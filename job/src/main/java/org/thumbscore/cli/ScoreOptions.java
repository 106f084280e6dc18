package org.thumbscore.cli;

import java.util.List;
import java.util.Optional;
import org.thumbscore.run.ScoreRequestBuilder;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that override config keys, shared by the commands that score. */
final class ScoreOptions {
  @Mixin private ConfigOptions config;

  @Option(
      names = "--device",
      paramLabel = "D",
      description = "Device that runs the model: auto, cpu or cuda. Sets score.device.")
  private String device;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "Column names of a known data set, bbc or nela-gt. Sets score.preset.")
  private String preset;

  @Option(
      names = "--id-column",
      paramLabel = "C",
      description = "Column with the article's id. Sets score.columns.id.")
  private String id;

  @Option(
      names = "--text-column",
      paramLabel = "C",
      description = "Column with the text, a string. Sets score.columns.text.")
  private String text;

  @Option(
      names = "--image-column",
      paramLabel = "C",
      description =
          "Column with the encoded image (binary), its path (string), or Hugging Face's struct of both. Sets score.columns.image.")
  private String image;

  @Option(
      names = "--keep",
      split = ",",
      paramLabel = "C",
      description = "Columns to copy to the output. Sets score.columns.keep.")
  private List<String> keep;

  @Option(
      names = "--partition-by",
      split = ",",
      paramLabel = "C",
      description = "Columns to partition the output by. Sets score.columns.partition-by.")
  private List<String> partitionBy;

  /** Sets the values given on the command line on the request, replacing those it already has. */
  void apply(ScoreRequestBuilder request) {
    config.file().ifPresent(request::config);
    config.settings().forEach(request::set);
    Optional.ofNullable(device).ifPresent(request::device);
    Optional.ofNullable(preset).ifPresent(request::preset);
    Optional.ofNullable(id).ifPresent(request::idColumn);
    Optional.ofNullable(text).ifPresent(request::textColumn);
    Optional.ofNullable(image).ifPresent(request::imageColumn);
    Optional.ofNullable(keep).ifPresent(request::keep);
    Optional.ofNullable(partitionBy).ifPresent(request::partitionBy);
  }
}
