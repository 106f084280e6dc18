package org.thumbscore.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thumbscore.config.ConfigException;
import org.thumbscore.config.ScoreConfig;
import picocli.CommandLine.Option;

/** The options that name config keys directly, shared by the commands that read the config. */
final class ConfigOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "HOCON file whose settings override the defaults.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets one config key and overrides --config. May be repeated.")
  private List<String> settings = new ArrayList<>();

  /** Returns the file of {@code --config}. */
  Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /** Returns the values of {@code --set}, each as {@code KEY=VALUE}. */
  List<String> settings() {
    return List.copyOf(settings);
  }

  /**
   * Reads the config.
   *
   * @throws ConfigException if a key or a value is invalid
   */
  ScoreConfig load() {
    return ScoreConfig.load(file(), settings, Map.of());
  }
}
