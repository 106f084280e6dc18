package org.thumbscore.lake.source;

/** Into how many tasks an input is divided. */
public sealed interface Partitioning {
  /** As Spark reads it, unless that leaves cores idle: then one task for each core. */
  record Auto() implements Partitioning {}

  /** As Spark reads it. */
  record AsRead() implements Partitioning {}

  /** Always this many. */
  record Fixed(int partitions) implements Partitioning {
    public Fixed {
      if (partitions < 1) {
        throw new IllegalArgumentException("partitions must be at least 1, found " + partitions);
      }
    }
  }
}
