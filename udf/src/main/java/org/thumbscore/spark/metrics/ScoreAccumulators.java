package org.thumbscore.spark.metrics;

import java.io.Serializable;
import java.util.EnumMap;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * The accumulators of a computation, which are sent to its tasks. The Spark UI lists them by name
 * on the page of the stage, and {@link ThumbscorePlugin} publishes them as metrics.
 */
public final class ScoreAccumulators implements Serializable {
  static final String PREFIX = "thumbscore ";
  static final String ROWS = PREFIX + "rows";

  private static final long serialVersionUID = 1L;

  private final CountAccumulator rows = new CountAccumulator();
  private final StringSetAccumulator devices = new StringSetAccumulator();
  private final EnumMap<TaskMeasure, LongAccumulator> measures = new EnumMap<>(TaskMeasure.class);

  private ScoreAccumulators() {}

  /** Registers new accumulators. Called on the driver. */
  public static ScoreAccumulators register(SparkContext context) {
    ScoreAccumulators accumulators = new ScoreAccumulators();
    context.register(accumulators.rows, ROWS);
    context.register(accumulators.devices, PREFIX + "devices");
    for (TaskMeasure measure : TaskMeasure.values()) {
      accumulators.measures.put(measure, context.longAccumulator(measure.accumulator()));
    }
    return accumulators;
  }

  /** Counts a row by the name of its status. Called by a task. */
  public void addRow(String status) {
    rows.add(status);
  }

  /** Adds the device, the execution provider and the precision that a task uses. */
  public void addDevice(String description) {
    devices.add(description);
  }

  /** Adds to a measure. Called by a task, as it goes on. */
  public void add(TaskMeasure measure, long amount) {
    measures.get(measure).add(amount);
  }

  long rowsId() {
    return rows.id();
  }

  long value(TaskMeasure measure) {
    return measures.get(measure).value();
  }

  StringSetAccumulator devices() {
    return devices;
  }
}
