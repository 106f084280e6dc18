package org.thumbscore.job;

import java.time.Duration;
import java.util.Locale;

/** How far a run is, in words. */
final class ProgressLine {
  private ProgressLine() {}

  /** For instance {@code scored 12,300 of 240,000 rows | 410 rows/s | 9m 15s left}. */
  static String of(long rows, long total, Duration elapsed) {
    long done = Math.min(rows, total);
    double rate = done / Math.max(elapsed.toMillis() / 1000.0, 0.001);
    String progress = String.format(Locale.ROOT, "scored %,d of %,d rows", done, total);
    return done == 0
        ? progress
        : progress
            + String.format(Locale.ROOT, " | %,d rows/s | ", Math.round(rate))
            + words(Duration.ofSeconds(Math.round((total - done) / rate)))
            + " left";
  }

  /** For instance {@code 9m 15s}. */
  static String words(Duration duration) {
    if (duration.toHours() > 0) {
      return duration.toHours() + "h " + duration.toMinutesPart() + "m";
    }
    return duration.toMinutes() > 0
        ? duration.toMinutes() + "m " + duration.toSecondsPart() + "s"
        : duration.toSeconds() + "s";
  }
}
