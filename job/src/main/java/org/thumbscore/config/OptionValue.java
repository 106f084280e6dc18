package org.thumbscore.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The text of a command-line option, parsed with the HOCON syntax for sizes and durations.
 *
 * @param option the name of the option for error messages, for instance {@code --timeout}
 */
public record OptionValue(String option, String text) {
  /**
   * Parses a size such as {@code 32MiB} and returns it in bytes.
   *
   * @throws ConfigException if the text is not a size
   */
  public long bytes() {
    return read(Config::getBytes, "a size, for instance 32MiB");
  }

  /**
   * Parses a duration within the given bounds, both inclusive.
   *
   * @param expected what the text must be, for the error message
   * @throws ConfigException if the text is not a duration or is out of bounds
   */
  public Duration duration(Duration least, Duration most, String expected) {
    Duration value = read(Config::getDuration, expected);
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new ConfigException(message(expected));
    }
    return value;
  }

  private <T> T read(BiFunction<Config, String, T> reading, String expected) {
    try {
      return reading.apply(ConfigFactory.parseMap(Map.of("value", text)), "value");
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException(message(expected), e);
    }
  }

  private String message(String expected) {
    return "Invalid %s: %s (must be %s)".formatted(option, text, expected);
  }
}
