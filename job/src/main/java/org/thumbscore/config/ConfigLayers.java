package org.thumbscore.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException.Parse;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thumbscore.common.Messages;

/**
 * Merges layers of configuration: the defaults of the jar, a file, settings and options. Later
 * layers override earlier ones.
 */
final class ConfigLayers {
  private static final String REFERENCE = "thumbscore-reference.conf";

  private ConfigLayers() {}

  /**
   * Reads and merges the layers.
   *
   * @param settings settings of the form {@code key=value}
   * @param options values of command-line options by config key
   * @throws ConfigException if a file or setting cannot be read or names an unknown key
   */
  static Config load(Optional<Path> file, List<String> settings, Map<String, ?> options) {
    Config reference = reference();
    KnownKeys known = KnownKeys.of(reference);
    Config config = reference;
    if (file.isPresent()) {
      config = checked(parse(file.get()), known, file.get().toString()).withFallback(config);
    }
    for (String setting : settings) {
      config = checked(parseSetting(setting), known, "--set").withFallback(config);
    }
    return ConfigFactory.parseMap(options).withFallback(config).resolve();
  }

  private static Config reference() {
    return ConfigFactory.parseResources(
            ConfigLayers.class, REFERENCE, ConfigParseOptions.defaults().setAllowMissing(false))
        .resolve();
  }

  private static Config checked(Config layer, KnownKeys known, String where) {
    known.requireKnown(layer, where);
    return layer;
  }

  private static Config parse(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ConfigException(
          "Cannot read config %s: no such file. Check --config".formatted(file));
    }
    try {
      return ConfigFactory.parseFile(file.toFile()).resolve();
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException(
          "Cannot read config %s: %s. Expected HOCON".formatted(file, Messages.firstLine(e)), e);
    }
  }

  private static Config parseSetting(String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw new ConfigException(
          "Invalid --set %s (must be key=value, for instance score.batch-size=64)"
              .formatted(setting));
    }
    String key = setting.substring(0, equals).strip();
    String value = setting.substring(equals + 1).strip();
    try {
      return ConfigFactory.parseString(key + "=" + value).resolve();
    } catch (Parse e) {
      return plain(key, value, e);
    }
  }

  /**
   * Returns a config for a value that is not valid HOCON, such as a path with a colon, taken
   * literally.
   */
  private static Config plain(String key, String value, Parse reason) {
    try {
      return ConfigValueFactory.fromAnyRef(value).atPath(key);
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException(
          "Invalid --set %s=%s: %s".formatted(key, value, Messages.firstLine(reason)), e);
    }
  }
}
