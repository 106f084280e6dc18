package org.thumbscore.spark;

import java.io.Serializable;
import org.thumbscore.pipeline.EmbeddingCounts;
import org.thumbscore.pipeline.StageTimes;

/** A receiver of the metrics of a task. */
interface TaskMetrics extends Serializable {
  /** Discards all metrics. */
  TaskMetrics NONE = new None();

  /** Counts a row that was scored or rejected. */
  void addRow();

  /** Adds the device, the execution provider and the precision of the task's encoder. */
  void addDevice(String description);

  /**
   * Adds the times and the counts of embeddings of a task, once, at the end of the task.
   *
   * @param readNanos the time spent waiting for input rows
   * @param writeNanos the time spent by the consumer of the output rows
   */
  void addTask(
      StageTimes times,
      long readNanos,
      long writeNanos,
      EmbeddingCounts images,
      EmbeddingCounts texts);

  /** The implementation of {@link #NONE}. */
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
