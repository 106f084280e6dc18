package org.thumbscore.fetch;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Computes the delays between attempts. */
final class Retries {
  /**
   * The maximum delay; a host that asks for a longer one is not requested again in the same run.
   */
  static final Duration LONGEST = Duration.ofMinutes(2);

  private static final Duration FIRST = Duration.ofMillis(500);

  private Retries() {}

  /**
   * Returns the exponential backoff after an attempt. The upper half of the delay is random, so
   * that tasks do not retry in lockstep.
   *
   * @param attempt the index of the failed attempt, from 0
   */
  static Duration backOff(int attempt) {
    long most = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(attempt, 20));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
  }

  /**
   * Parses a Retry-After header, which holds seconds or a date. Returns empty if it is neither, and
   * never a negative duration.
   */
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
