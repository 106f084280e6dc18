package org.thumbscore.lake.source;

/** Controls how many tasks an input is divided into. */
public sealed interface Partitioning {
  /**
   * Uses Spark's own partitions unless they are fewer than the cores; then one partition for each
   * core.
   */
  record Auto() implements Partitioning {}

  /** Uses Spark's own partitions. */
  record AsRead() implements Partitioning {}

  /** Uses a fixed number of partitions. */
  record Fixed(int partitions) implements Partitioning {
    public Fixed {
      if (partitions < 1) {
        throw new IllegalArgumentException("partitions must be at least 1, found " + partitions);
      }
    }
  }
}
