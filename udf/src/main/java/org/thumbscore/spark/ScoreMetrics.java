package org.thumbscore.spark;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/** What the tasks of one run have done so far. Driver side; thread-safe. */
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

  /** Registers the accumulators and starts to listen; {@link #close} stops listening. */
  public static ScoreMetrics register(SparkContext context) {
    ScoreAccumulators accumulators = ScoreAccumulators.register(context);
    RowProgress progress = new RowProgress(accumulators.rows().id());
    context.addSparkListener(progress);
    return new ScoreMetrics(context, accumulators, progress);
  }

  /**
   * Rows scored or rejected so far: those of finished tasks, and of running ones as of their last
   * heartbeat. For progress; a task that is tried again may count twice for a while.
   */
  public long rows() {
    return progress.rows();
  }

  /**
   * Seconds by stage, summed over the finished tasks: read, images (where rows name them by path),
   * decode, tokenize, infer, write.
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

  /** How the embeddings of images came about, in finished tasks. */
  public EmbeddingTotals images() {
    return accumulators.images().totals();
  }

  /** How those of texts did. */
  public EmbeddingTotals texts() {
    return accumulators.texts().totals();
  }

  /** For instance {@code cuda:0 (CUDAExecutionProvider), fp16}; one for each that ran. */
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
