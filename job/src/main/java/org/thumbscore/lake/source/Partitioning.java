package org.thumbscore.lake.source;

/** Controls how many tasks an input is divided into. */
public sealed interface Partitioning {
  /**
   * Uses Spark's own partitions, but spreads the rows of those that would run much longer than
   * others or leave slots idle.
   */
  record Auto() implements Partitioning {}

  /** Uses a fixed number of partitions. */
  record Fixed(int partitions) implements Partitioning {
    public Fixed {
      if (partitions < 1) {
        throw new IllegalArgumentException("partitions must be at least 1, found " + partitions);
      }
    }
  }
}
