package org.thumbscore.fetch;

import java.time.Duration;

/**
 * The remaining time to spend on requests, not counting the time spent waiting for a host's gate.
 * Not thread-safe.
 */
final class TimeBudget {
  private long left;

  TimeBudget(Duration duration) {
    left = duration.toNanos();
  }

  long nanosLeft() {
    return left;
  }

  void spend(long nanos) {
    left -= nanos;
  }
}
