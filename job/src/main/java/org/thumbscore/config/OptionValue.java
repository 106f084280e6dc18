package org.thumbscore.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The text of a command-line option, read as HOCON reads sizes and times.
 *
 * @param option for messages, for instance {@code --timeout}
 */
public record OptionValue(String option, String text) {
  /**
   * A size in bytes, for instance {@code 32MiB}.
   *
   * @throws ConfigException if the text is no size
   */
  public long bytes() {
    return read(Config::getBytes, "a size, for instance 32MiB");
  }

  /**
   * A time within two bounds, both included.
   *
   * @param expected what the text must be, for the message
   * @throws ConfigException if the text is no time, or beyond a bound
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
