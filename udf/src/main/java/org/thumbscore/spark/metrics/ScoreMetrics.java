package org.thumbscore.spark.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkContext;

/** The progress of the tasks of one run. Used on the driver; thread-safe. */
public final class ScoreMetrics implements AutoCloseable {
  private static final double NANOS = 1e9;

  private final SparkContext context;
  private final ScoreAccumulators accumulators;
  private final AccumulatorProgress progress;

  private ScoreMetrics(
      SparkContext context, ScoreAccumulators accumulators, AccumulatorProgress progress) {
    this.context = context;
    this.accumulators = accumulators;
    this.progress = progress;
  }

  /** Registers the accumulators and a listener, which {@link #close} removes. */
  public static ScoreMetrics register(SparkContext context) {
    ScoreAccumulators accumulators = ScoreAccumulators.register(context);
    AccumulatorProgress progress = AccumulatorProgress.of(accumulators.rowsId());
    context.addSparkListener(progress);
    return new ScoreMetrics(context, accumulators, progress);
  }

  /**
   * Returns the number of rows scored or rejected so far, including running tasks as of their last
   * heartbeat. Intended for progress reports: a retried task may temporarily count twice.
   */
  public long rows() {
    return progress.total();
  }

  /**
   * Returns the seconds spent in each stage, summed over the finished tasks: read, images (if rows
   * refer to them by path), decode, tokenize, infer and write.
   */
  public Map<String, Double> stageSeconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("read", seconds(TaskMeasure.READ_NANOS));
    if (accumulators.value(TaskMeasure.IMAGE_NANOS) > 0) {
      seconds.put("images", seconds(TaskMeasure.IMAGE_NANOS));
    }
    seconds.put("decode", seconds(TaskMeasure.DECODE_NANOS));
    seconds.put("tokenize", seconds(TaskMeasure.TOKENIZE_NANOS));
    seconds.put("infer", seconds(TaskMeasure.INFER_NANOS));
    seconds.put("write", seconds(TaskMeasure.WRITE_NANOS));
    return seconds;
  }

  private double seconds(TaskMeasure nanos) {
    return accumulators.value(nanos) / NANOS;
  }

  /** Returns the numbers of computed and reused embeddings of images in finished tasks. */
  public EmbeddingTotals images() {
    return new EmbeddingTotals(
        accumulators.value(TaskMeasure.IMAGES_COMPUTED),
        accumulators.value(TaskMeasure.IMAGES_REUSED));
  }

  /** Returns the numbers of computed and reused embeddings of texts in finished tasks. */
  public EmbeddingTotals texts() {
    return new EmbeddingTotals(
        accumulators.value(TaskMeasure.TEXTS_COMPUTED),
        accumulators.value(TaskMeasure.TEXTS_REUSED));
  }

  /** Returns the numbers of rows near the threshold in finished tasks. */
  public NearThresholdTotals nearThreshold() {
    return new NearThresholdTotals(
        accumulators.value(TaskMeasure.NEAR_THRESHOLD),
        accumulators.value(TaskMeasure.RESCORED),
        accumulators.value(TaskMeasure.LABELS_CHANGED),
        accumulators.value(TaskMeasure.BEYOND_BAND));
  }

  /**
   * Returns the distinct descriptions of the devices used, for instance {@code cuda:0
   * (CUDAExecutionProvider), fp16}.
   */
  public Set<String> devices() {
    return accumulators.devices().value();
  }

  /** Returns the accumulators, which tasks update. */
  public ScoreAccumulators accumulators() {
    return accumulators;
  }

  @Override
  public void close() {
    context.removeSparkListener(progress);
  }
}
