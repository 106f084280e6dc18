package org.thumbscore.fetch;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Limits the concurrency and the rate of requests to one host. Thread-safe. */
final class HostGate {
  /** The number of consecutive attempts without a response after which a host is given up. */
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

  /** Blocks until a request may start. Callers must call {@link #leave} afterwards. */
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

  /** Returns how long a new request would wait for the rate limit, in nanoseconds. */
  synchronized long nanosUntilOpen() {
    return Math.max(0, next - System.nanoTime());
  }

  /** Blocks new requests for the given duration, as requested by the host. */
  synchronized void pause(Duration duration) {
    next = Math.max(next, System.nanoTime() + duration.toNanos());
  }

  /** Enforces a minimum delay between requests, as requested by {@code robots.txt}. */
  synchronized void keepDistance(Duration distance) {
    interval = Math.max(interval, distance.toNanos());
    next = Math.max(next, System.nanoTime() + interval);
  }

  synchronized void answered() {
    unanswered = 0;
  }

  /** Records an attempt without a response, and closes the gate after too many in a row. */
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

  /** Closes the gate for the rest of the run. */
  synchronized void close(Visit.Failed reason) {
    closed = Optional.of(reason);
  }

  /** Returns why the gate is closed, or empty if it is open. */
  synchronized Optional<Visit> closed() {
    return closed;
  }
}
