package org.thumbscore.spark;

import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkContext;

/** SKELETON. Accumulators of one run, visible in the Spark UI; driver side. */
public final class ScoreMetrics {
  /** Registers the accumulators. */
  public static ScoreMetrics register(SparkContext context) {
    throw new UnsupportedOperationException("skeleton");
  }

  /**
   * Rows that tasks have scored or rejected so far; for progress, retried tasks may count twice.
   */
  public long rows() {
    throw new UnsupportedOperationException("skeleton");
  }

  /** Task seconds by stage, in this order: read, decode, tokenize, infer, write. */
  public Map<String, Double> stageSeconds() {
    throw new UnsupportedOperationException("skeleton");
  }

  /** For instance {@code "cuda:0 (CUDAExecutionProvider), fp16"}, one per distinct device used. */
  public Set<String> devices() {
    throw new UnsupportedOperationException("skeleton");
  }
}
