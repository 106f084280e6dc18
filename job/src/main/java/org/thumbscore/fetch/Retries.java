package org.thumbscore.fetch;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** When to try again. */
final class Retries {
  /** A host that asks for more patience than this is left for another run. */
  static final Duration LONGEST = Duration.ofMinutes(2);

  private static final Duration FIRST = Duration.ofMillis(500);

  private Retries() {}

  /**
   * Doubles with each attempt; half of it is left to chance, so that tasks do not march in step.
   *
   * @param attempt that failed, from 0
   */
  static Duration backOff(int attempt) {
    long most = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(attempt, 20));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
  }

  /** Reads Retry-After: seconds or a date; empty where it is neither, never negative. */
  static Optional<Duration> after(String header, Instant now) {
    try {
      Duration wait =
          header.matches("[0-9]{1,9}")
              ? Duration.ofSeconds(Long.parseLong(header))
              : Duration.between(now, date(header));
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Instant date(String header) {
    return ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
  }
}
