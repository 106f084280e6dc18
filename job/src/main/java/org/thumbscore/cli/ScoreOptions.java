package org.thumbscore.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thumbscore.config.ConfigLayers;
import org.thumbscore.config.ScoreConfig;
import picocli.CommandLine.Option;

/** The options that stand for config keys, shared by the commands that score. */
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

  /**
   * The config in force.
   *
   * @param defaults values by key, for options not given
   */
  ScoreConfig read(Map<String, ?> defaults) {
    Map<String, Object> options = new LinkedHashMap<>(defaults);
    put(options, "score.device", device);
    put(options, "score.preset", preset);
    put(options, "score.columns.id", id);
    put(options, "score.columns.text", text);
    put(options, "score.columns.image", image);
    put(options, "score.columns.keep", keep);
    put(options, "score.columns.partition-by", partitionBy);
    return ScoreConfig.of(ConfigLayers.load(Optional.ofNullable(config), settings, options));
  }

  private static void put(Map<String, Object> options, String key, Object value) {
    if (value != null) {
      options.put(key, value);
    }
  }
}
