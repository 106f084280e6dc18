package org.thumbscore.fetch;

import java.time.Duration;

/** Time that is spent with servers; waiting for one's turn costs none. Not thread-safe. */
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
