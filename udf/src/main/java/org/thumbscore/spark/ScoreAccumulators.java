package org.thumbscore.spark;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;
import org.thumbscore.pipeline.StageTimes;

/**
 * The accumulators of a run as they travel to the tasks; the Spark UI lists them by name on the
 * stage's page.
 */
record ScoreAccumulators(
    LongAccumulator rows,
    LongAccumulator readNanos,
    LongAccumulator imageNanos,
    LongAccumulator decodeNanos,
    LongAccumulator tokenizeNanos,
    LongAccumulator inferNanos,
    LongAccumulator writeNanos,
    EmbeddingAccumulators images,
    EmbeddingAccumulators texts,
    StringSetAccumulator devices)
    implements Serializable {
  static final String ROWS = "thumbscore rows";

  static ScoreAccumulators register(SparkContext context) {
    StringSetAccumulator devices = new StringSetAccumulator();
    context.register(devices, "thumbscore devices");
    return new ScoreAccumulators(
        context.longAccumulator(ROWS),
        context.longAccumulator("thumbscore read (ns)"),
        context.longAccumulator("thumbscore images (ns)"),
        context.longAccumulator("thumbscore decode (ns)"),
        context.longAccumulator("thumbscore tokenize (ns)"),
        context.longAccumulator("thumbscore infer (ns)"),
        context.longAccumulator("thumbscore write (ns)"),
        EmbeddingAccumulators.register(context, "images"),
        EmbeddingAccumulators.register(context, "texts"),
        devices);
  }

  void add(StageTimes times, long read, long write) {
    readNanos.add(read);
    imageNanos.add(times.imageNanos());
    decodeNanos.add(times.decodeNanos());
    tokenizeNanos.add(times.tokenizeNanos());
    inferNanos.add(times.inferNanos());
    writeNanos.add(write);
  }
}
