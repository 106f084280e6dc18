package org.thumbscore.run;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;

/**
 * The timing of a run.
 *
 * @param rows the number of input rows that the run processes
 * @param first when the first row could be read
 * @param last when the last row was written
 */
record RunClock(long rows, Instant first, Instant last) {
  private static final double MILLIS = 1e3;

  static RunClock start(long rows) {
    Instant now = Instant.now();
    return new RunClock(rows, now, now);
  }

  RunClock stop() {
    return new RunClock(rows, first, Instant.now());
  }

  /** Returns the time from the start of the JVM until the first row could be read. */
  double startUpSeconds() {
    return (first.toEpochMilli() - ManagementFactory.getRuntimeMXBean().getStartTime()) / MILLIS;
  }

  double scoringSeconds() {
    return Duration.between(first, last).toMillis() / MILLIS;
  }

  double rowsPerSecond() {
    return scoringSeconds() > 0 ? rows / scoringSeconds() : 0;
  }
}
