package org.thumbscore.spark;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/** The progress of the tasks of one run. Used on the driver; thread-safe. */
public final class ScoreMetrics implements AutoCloseable {
  private static final double NANOS = 1e9;

  private final SparkContext context;
  private final ScoreAccumulators accumulators;
  private final RowProgress progress;

  private ScoreMetrics(SparkContext context, ScoreAccumulators accumulators, RowProgress progress) {
    this.context = context;
    this.accumulators = accumulators;
    this.progress = progress;
  }

  /** Registers the accumulators and a listener, which {@link #close} removes. */
  public static ScoreMetrics register(SparkContext context) {
    ScoreAccumulators accumulators = ScoreAccumulators.register(context);
    RowProgress progress = new RowProgress(accumulators.rows().id());
    context.addSparkListener(progress);
    return new ScoreMetrics(context, accumulators, progress);
  }

  /**
   * Returns the number of rows scored or rejected so far, including running tasks as of their last
   * heartbeat. Intended for progress reports: a retried task may temporarily count twice.
   */
  public long rows() {
    return progress.rows();
  }

  /**
   * Returns the seconds spent in each stage, summed over the finished tasks: read, images (if rows
   * refer to them by path), decode, tokenize, infer and write.
   */
  public Map<String, Double> stageSeconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("read", seconds(accumulators.readNanos()));
    if (accumulators.imageNanos().value() > 0) {
      seconds.put("images", seconds(accumulators.imageNanos()));
    }
    seconds.put("decode", seconds(accumulators.decodeNanos()));
    seconds.put("tokenize", seconds(accumulators.tokenizeNanos()));
    seconds.put("infer", seconds(accumulators.inferNanos()));
    seconds.put("write", seconds(accumulators.writeNanos()));
    return seconds;
  }

  private static double seconds(LongAccumulator nanos) {
    return nanos.value() / NANOS;
  }

  /** Returns the numbers of computed and reused embeddings of images in finished tasks. */
  public EmbeddingTotals images() {
    return accumulators.images().totals();
  }

  /** Returns the numbers of computed and reused embeddings of texts in finished tasks. */
  public EmbeddingTotals texts() {
    return accumulators.texts().totals();
  }

  /**
   * Returns the distinct descriptions of the devices used, for instance {@code cuda:0
   * (CUDAExecutionProvider), fp16}.
   */
  public Set<String> devices() {
    return accumulators.devices().value();
  }

  ScoreAccumulators accumulators() {
    return accumulators;
  }

  @Override
  public void close() {
    context.removeSparkListener(progress);
  }
}
