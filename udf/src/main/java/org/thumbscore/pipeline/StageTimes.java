package org.thumbscore.pipeline;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Nanoseconds spent in each stage of a pipeline. Thread-safe. */
public final class StageTimes {
  private final LongAdder images = new LongAdder();
  private final LongAdder decode = new LongAdder();
  private final LongAdder tokenize = new LongAdder();
  private final LongAdder infer = new LongAdder();

  /** Reading images that articles name by path, summed over the reader threads. */
  public long imageNanos() {
    return images.sum();
  }

  /** Decoding and resizing, summed over the decoder threads. */
  public long decodeNanos() {
    return decode.sum();
  }

  /** Tokenizing. */
  public long tokenizeNanos() {
    return tokenize.sum();
  }

  /** Standardising, waiting for the device, running the towers. */
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

  <T> T inferring(Supplier<T> work) {
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
