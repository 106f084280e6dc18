package org.thumbscore.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.thumbscore.run.ScoreRequestBuilder;
import picocli.CommandLine.Option;

/** The options that override config keys, shared by the commands that score. */
final class ScoreOptions {
  @Option(names = "--config", paramLabel = "FILE", description = "HOCON file over the defaults.")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One config key, over --config. May be repeated.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--device", paramLabel = "D", description = "auto, cpu or cuda; score.device.")
  private String device;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description = "Column names of a known data set: bbc or nela-gt; score.preset.")
  private String preset;

  @Option(
      names = "--id-column",
      paramLabel = "C",
      description = "Column of the article's id; score.columns.id.")
  private String id;

  @Option(
      names = "--text-column",
      paramLabel = "C",
      description = "Column of the text, a string; score.columns.text.")
  private String text;

  @Option(
      names = "--image-column",
      paramLabel = "C",
      description =
          "Column of the thumbnail, binary, or of its path, a string; score.columns.image.")
  private String image;

  @Option(
      names = "--keep",
      split = ",",
      paramLabel = "C",
      description = "Columns copied to the output; score.columns.keep.")
  private List<String> keep;

  @Option(
      names = "--partition-by",
      split = ",",
      paramLabel = "C",
      description = "Columns that become directories of the output; score.columns.partition-by.")
  private List<String> partitionBy;

  /** Sets the values given on the command line on the request, replacing those it already has. */
  void apply(ScoreRequestBuilder request) {
    Optional.ofNullable(config).ifPresent(request::config);
    settings.forEach(request::set);
    Optional.ofNullable(device).ifPresent(request::device);
    Optional.ofNullable(preset).ifPresent(request::preset);
    Optional.ofNullable(id).ifPresent(request::idColumn);
    Optional.ofNullable(text).ifPresent(request::textColumn);
    Optional.ofNullable(image).ifPresent(request::imageColumn);
    Optional.ofNullable(keep).ifPresent(request::keep);
    Optional.ofNullable(partitionBy).ifPresent(request::partitionBy);
  }
}
