package org.thumbscore.pipeline;

import java.util.concurrent.atomic.LongAdder;

/** How the embeddings of one tower came about. Thread-safe. */
public final class EmbeddingCounts {
  private final LongAdder computed = new LongAdder();
  private final LongAdder reused = new LongAdder();

  /** Images or texts that went through the tower. */
  public long computed() {
    return computed.sum();
  }

  /** Rows with a score whose embedding was known before. */
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
