package org.thumbscore.spark;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;
import org.thumbscore.pipeline.EmbeddingCounts;

/** Accumulators for the numbers of computed and reused embeddings of one tower. */
record EmbeddingAccumulators(LongAccumulator computed, LongAccumulator reused)
    implements Serializable {

  static EmbeddingAccumulators register(SparkContext context, String what) {
    return new EmbeddingAccumulators(
        context.longAccumulator("thumbscore " + what + " embedded"),
        context.longAccumulator("thumbscore " + what + " reused"));
  }

  void add(EmbeddingCounts counts) {
    computed.add(counts.computed());
    reused.add(counts.reused());
  }

  EmbeddingTotals totals() {
    return new EmbeddingTotals(computed.value(), reused.value());
  }
}
