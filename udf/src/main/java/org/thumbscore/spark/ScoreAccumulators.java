package org.thumbscore.spark;

import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;
import org.thumbscore.pipeline.EmbeddingCounts;
import org.thumbscore.pipeline.StageTimes;

/**
 * The accumulators of a run, which are sent to its tasks. The Spark UI lists them by name on the
 * page of the stage.
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
    implements TaskMetrics {
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

  @Override
  public void addRow() {
    rows.add(1);
  }

  @Override
  public void addDevice(String description) {
    devices.add(description);
  }

  @Override
  public void addTask(
      StageTimes times,
      long readNanos,
      long writeNanos,
      EmbeddingCounts images,
      EmbeddingCounts texts) {
    this.readNanos.add(readNanos);
    imageNanos.add(times.imageNanos());
    decodeNanos.add(times.decodeNanos());
    tokenizeNanos.add(times.tokenizeNanos());
    inferNanos.add(times.inferNanos());
    this.writeNanos.add(writeNanos);
    this.images.add(images);
    this.texts.add(texts);
  }
}
