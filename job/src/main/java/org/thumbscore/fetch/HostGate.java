package org.thumbscore.fetch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets requests through to one host: few at once, and not faster than the rate. Thread-safe. */
final class HostGate {
  /** Attempts in a row without any answer, after which a host is not asked again. */
  private static final int PATIENCE = 10;

  private static final double NANOS = 1e9;

  private final Semaphore slots;
  private long interval;
  private long next = System.nanoTime();
  private int unanswered;
  private Optional<Visit> closed = Optional.empty();

  HostGate(Politeness politeness) {
    slots = new Semaphore(politeness.perHost(), true);
    interval = Math.round(NANOS / politeness.rate());
  }

  /** Waits for one's turn; {@link #leave} must follow. */
  void enter() throws InterruptedException {
    slots.acquire();
    try {
      TimeUnit.NANOSECONDS.sleep(reserve());
    } catch (InterruptedException e) {
      slots.release();
      throw e;
    }
  }

  private synchronized long reserve() {
    long now = System.nanoTime();
    long start = Math.max(now, next);
    next = start + interval;
    return start - now;
  }

  void leave() {
    slots.release();
  }

  /** How long a request that came now would wait for the rate. */
  synchronized long nanosUntilOpen() {
    return Math.max(0, next - System.nanoTime());
  }

  /** Lets nobody through for a while, as the host asked. */
  synchronized void pause(Duration duration) {
    next = Math.max(next, System.nanoTime() + duration.toNanos());
  }

  /** Keeps a distance between requests of at least this, as {@code robots.txt} asks. */
  synchronized void keepDistance(Duration distance) {
    interval = Math.max(interval, distance.toNanos());
    next = Math.max(next, System.nanoTime() + interval);
  }

  synchronized void answered() {
    unanswered = 0;
  }

  /** Counts; a host that never answers is given up. */
  synchronized void didNotAnswer(String host) {
    unanswered++;
    if (unanswered >= PATIENCE) {
      close(
          new Visit.Failed(
              FetchStatus.CONNECTION_FAILED,
              "host %s was given up after %d attempts without an answer"
                  .formatted(host, PATIENCE)));
    }
  }

  /** Lets nobody through any more. */
  synchronized void close(Visit.Failed reason) {
    closed = Optional.of(reason);
  }

  /** Why the host is no longer asked, where it is not. */
  synchronized Optional<Visit> closed() {
    return closed;
  }
}
