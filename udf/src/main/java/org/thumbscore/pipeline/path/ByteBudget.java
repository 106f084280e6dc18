package org.thumbscore.pipeline.path;

/** A limit on the bytes that have been read for a task and are not yet decoded. Thread-safe. */
final class ByteBudget {
  private final long limit;
  private long held;

  ByteBudget(long limit) {
    this.limit = limit;
  }

  /** Waits until there is room. A request beyond the limit waits until nothing else is reserved. */
  synchronized void reserve(long bytes) throws InterruptedException {
    while (held > 0 && held + bytes > limit) {
      wait();
    }
    held += bytes;
  }

  synchronized void release(long bytes) {
    held -= bytes;
    notifyAll();
  }

  synchronized long held() {
    return held;
  }
}
