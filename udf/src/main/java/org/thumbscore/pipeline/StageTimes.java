package org.thumbscore.pipeline;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** The nanoseconds spent in each stage of a pipeline. Thread-safe. */
public final class StageTimes {
  private final LongAdder images = new LongAdder();
  private final LongAdder decode = new LongAdder();
  private final LongAdder tokenize = new LongAdder();
  private final LongAdder infer = new LongAdder();

  /**
   * Returns the time spent reading images that articles refer to by path, summed over the reader
   * threads.
   */
  public long imageNanos() {
    return images.sum();
  }

  /** Returns the time spent decoding and resizing, summed over the decoder threads. */
  public long decodeNanos() {
    return decode.sum();
  }

  /** Returns the time spent tokenizing. */
  public long tokenizeNanos() {
    return tokenize.sum();
  }

  /** Returns the time spent standardizing images, waiting for the device and running the towers. */
  public long inferNanos() {
    return infer.sum();
  }

  /** Adds to {@link #imageNanos}. */
  public void addImages(long nanos) {
    images.add(nanos);
  }

  <T> T decoding(Supplier<T> work) {
    return timed(decode, work);
  }

  <T> T tokenizing(Supplier<T> work) {
    return timed(tokenize, work);
  }

  public <T> T inferring(Supplier<T> work) {
    return timed(infer, work);
  }

  private static <T> T timed(LongAdder nanos, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      nanos.add(System.nanoTime() - start);
    }
  }
}
