package org.thumbscore.run;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/** Temporarily changes settings of a caller's session. */
final class SessionSettings {
  private SessionSettings() {}

  /**
   * Runs the given work with changed settings and restores the previous ones afterwards, even on
   * failure.
   */
  static <T> T during(SparkSession spark, Map<String, String> settings, Supplier<T> work) {
    Map<String, Optional<String>> before = new HashMap<>();
    settings.keySet().forEach(key -> before.put(key, current(spark, key)));
    settings.forEach((key, value) -> spark.conf().set(key, value));
    try {
      return work.get();
    } finally {
      before.forEach(
          (key, old) ->
              old.ifPresentOrElse(
                  value -> spark.conf().set(key, value), () -> spark.conf().unset(key)));
    }
  }

  private static Optional<String> current(SparkSession spark, String key) {
    Option<String> value = spark.conf().getOption(key);
    return value.isDefined() ? Optional.of(value.get()) : Optional.empty();
  }
}
