package org.thumbscore.pipeline;

import java.util.concurrent.atomic.LongAdder;

/** The numbers of computed and reused embeddings of one tower. Thread-safe. */
public final class EmbeddingCounts {
  private final LongAdder computed = new LongAdder();
  private final LongAdder reused = new LongAdder();

  /** Returns the number of images or texts that were run through the tower. */
  public long computed() {
    return computed.sum();
  }

  /** Returns the number of scored rows whose embedding was already known. */
  public long reused() {
    return reused.sum();
  }

  void addComputed(int inputs) {
    computed.add(inputs);
  }

  void addReused() {
    reused.increment();
  }
}
