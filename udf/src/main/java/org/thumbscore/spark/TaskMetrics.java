package org.thumbscore.spark;

import java.io.Serializable;
import org.thumbscore.pipeline.EmbeddingCounts;
import org.thumbscore.pipeline.StageTimes;

/** Where a task adds what it did. */
interface TaskMetrics extends Serializable {
  /** For scoring that nobody counts. */
  TaskMetrics NONE = new None();

  /** Adds a row that was scored or rejected. */
  void addRow();

  /** Adds device, provider and precision of the task's encoder. */
  void addDevice(String description);

  /**
   * Adds what a task spent and how its embeddings came about, once, at its end.
   *
   * @param readNanos spent waiting for rows
   * @param writeNanos spent by whoever takes the rows
   */
  void addTask(
      StageTimes times,
      long readNanos,
      long writeNanos,
      EmbeddingCounts images,
      EmbeddingCounts texts);

  /** See {@link #NONE}. */
  record None() implements TaskMetrics {
    @Override
    public void addRow() {}

    @Override
    public void addDevice(String description) {}

    @Override
    public void addTask(
        StageTimes times,
        long readNanos,
        long writeNanos,
        EmbeddingCounts images,
        EmbeddingCounts texts) {}
  }
}
