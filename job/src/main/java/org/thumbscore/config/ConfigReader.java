package org.thumbscore.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException.BadValue;
import com.typesafe.config.ConfigException.WrongType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads typed values from a config and reports invalid ones with what was expected. */
record ConfigReader(Config config) {
  private static final String AUTO = "auto";

  /** Returns a whole number within the given bounds, or empty for {@code auto}. */
  OptionalInt autoOrInt(String key, int least, int most) {
    if (text(key).equals(AUTO)) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(integer(key, least, most, "auto, or " + least + " to " + most));
  }

  int integer(String key, int least, int most) {
    return integer(key, least, most, least + " to " + most);
  }

  private int integer(String key, int least, int most, String expected) {
    long value = typed(key, expected, () -> config.getLong(key));
    if (value < least || value > most || config.getDouble(key) != value) {
      throw invalid(key, expected);
    }
    return (int) value;
  }

  /** Returns a whole number of at least one. */
  long count(String key) {
    String expected = "a whole number, at least 1";
    return positive(key, typed(key, expected, () -> config.getLong(key)), expected);
  }

  /** Returns a size such as {@code 32 MiB} in bytes. */
  long bytes(String key) {
    String expected = "a size of at least one byte, for instance 32 MiB";
    return positive(key, typed(key, expected, () -> config.getBytes(key)), expected);
  }

  /** Returns a size in bytes, or empty for {@code auto}. */
  OptionalLong autoOrBytes(String key) {
    return "auto".equals(config.getValue(key).unwrapped())
        ? OptionalLong.empty()
        : OptionalLong.of(bytes(key));
  }

  private long positive(String key, long value, String expected) {
    if (value < 1) {
      throw invalid(key, expected);
    }
    return value;
  }

  /** Returns a duration such as {@code 30 s} within the given bounds, both inclusive. */
  Duration duration(String key, Duration least, Duration most, String expected) {
    Duration value = typed(key, expected, () -> config.getDuration(key));
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw invalid(key, expected);
    }
    return value;
  }

  double fraction(String key) {
    double value = typed(key, "0 to 1", () -> config.getDouble(key));
    if (!(value >= 0 && value <= 1)) {
      throw invalid(key, "0 to 1");
    }
    return value;
  }

  boolean flag(String key) {
    return typed(key, "true or false", () -> config.getBoolean(key));
  }

  /** Returns a value that must be one of the given words. */
  String choice(String key, List<String> words) {
    String value = text(key);
    if (!words.contains(value)) {
      throw invalid(key, "one of " + String.join(", ", words));
    }
    return value;
  }

  /** Returns what a function reads from a value; it throws an {@code IllegalArgumentException}. */
  <T> T parsed(String key, String expected, Function<String, T> reading) {
    try {
      return reading.apply(text(key));
    } catch (IllegalArgumentException e) {
      throw invalid(key, expected);
    }
  }

  Optional<String> optionalText(String key) {
    return config.getIsNull(key) ? Optional.empty() : Optional.of(text(key));
  }

  List<String> texts(String key) {
    return typed(key, "a list of names", () -> config.getStringList(key));
  }

  private String text(String key) {
    return typed(key, "one value", () -> config.getString(key));
  }

  private <T> T typed(String key, String expected, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (WrongType | BadValue | com.typesafe.config.ConfigException.Null e) {
      throw invalid(key, expected);
    }
  }

  private ConfigException invalid(String key, String expected) {
    Object found = config.getIsNull(key) ? null : config.getValue(key).unwrapped();
    return new ConfigException("Invalid %s: %s (must be %s)".formatted(key, found, expected));
  }
}
