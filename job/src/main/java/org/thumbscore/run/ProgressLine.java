package org.thumbscore.run;

import java.time.Duration;
import java.util.Locale;

/** Formats the progress of a run. */
public final class ProgressLine {
  private ProgressLine() {}

  /** The kind of work whose progress is reported. */
  public enum Work {
    SCORED("rows"),
    FETCHED("URLs");

    private final String things;

    Work(String things) {
      this.things = things;
    }
  }

  /**
   * Returns a progress line, for instance {@code scored 12,300 of 240,000 rows | 410 rows/s | 9m
   * 15s left}.
   */
  static String of(Work work, long rows, long total, Duration elapsed) {
    long done = Math.min(rows, total);
    double rate = done / Math.max(elapsed.toMillis() / 1000.0, 0.001);
    String progress =
        String.format(
            Locale.ROOT,
            "%s %,d of %,d %s",
            work.name().toLowerCase(Locale.ROOT),
            done,
            total,
            work.things);
    return done == 0
        ? progress
        : progress
            + String.format(Locale.ROOT, " | %,d %s/s | ", Math.round(rate), work.things)
            + words(Duration.ofSeconds(Math.round((total - done) / rate)))
            + " left";
  }

  /** Formats a duration, for instance {@code 9m 15s}. */
  public static String words(Duration duration) {
    if (duration.toHours() > 0) {
      return duration.toHours() + "h " + duration.toMinutesPart() + "m";
    }
    return duration.toMinutes() > 0
        ? duration.toMinutes() + "m " + duration.toSecondsPart() + "s"
        : duration.toSeconds() + "s";
  }
}
