package org.thumbscore.pipeline;

import java.util.concurrent.atomic.LongAdder;

/** How far the decoders are ahead of the image tower. Thread-safe. */
public final class DecodeQueue {
  private final LongAdder batches = new LongAdder();
  private final LongAdder waiting = new LongAdder();

  /** Returns the number of batches that were run through the image tower. */
  public long batches() {
    return batches.sum();
  }

  /**
   * Returns the number of decoded images that were waiting when a batch began, over all batches.
   */
  public long waiting() {
    return waiting.sum();
  }

  void addBatch(long images) {
    batches.increment();
    waiting.add(images);
  }
}
