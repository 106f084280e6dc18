package org.thumbscore.pipeline.path;

/** Bounds the bytes that have been read for one task and are not decoded yet. Thread-safe. */
final class ByteBudget {
  private final long limit;
  private long held;

  ByteBudget(long limit) {
    this.limit = limit;
  }

  /** Waits until there is room; one that is larger than all of it waits until it is alone. */
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
