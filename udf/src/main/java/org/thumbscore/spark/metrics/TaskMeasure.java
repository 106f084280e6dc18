package org.thumbscore.spark.metrics;

/** A quantity that tasks add up, in nanoseconds or as a count. */
public enum TaskMeasure {
  /** Time spent waiting for input rows. */
  READ_NANOS("read"),
  /** Time spent reading images that rows refer to by path, summed over the reader threads. */
  IMAGE_NANOS("images"),
  /** Time spent decoding and resizing images, summed over the decoder threads. */
  DECODE_NANOS("decode"),
  /** Time spent tokenizing texts. */
  TOKENIZE_NANOS("tokenize"),
  /** Time spent standardizing images, waiting for the device and running models. */
  INFER_NANOS("infer"),
  /** Time spent by the consumer of the output rows. */
  WRITE_NANOS("write"),
  /** Images that were run through the model. */
  IMAGES_COMPUTED("images embedded"),
  /** Rows whose image's embedding was known. */
  IMAGES_REUSED("images reused"),
  /** Texts that were run through the model. */
  TEXTS_COMPUTED("texts embedded"),
  /** Rows whose text's embedding was known. */
  TEXTS_REUSED("texts reused"),
  /** Batches of images that were run through the model. */
  IMAGE_BATCHES("image batches"),
  /** Decoded images that were waiting when a batch began, summed over the batches. */
  IMAGES_WAITING("images waiting"),
  /** Rows whose label could be another in fp32. */
  NEAR_THRESHOLD("rows near the threshold"),
  /** Rows near the threshold that were scored again in fp32. */
  RESCORED("rows rescored"),
  /** Rows scored again that got another label. */
  LABELS_CHANGED("labels changed"),
  /** Rows scored again whose similarity was further from fp32 than the band is wide. */
  BEYOND_BAND("rows beyond the band");

  private final String label;

  TaskMeasure(String label) {
    this.label = label;
  }

  /** Returns the measure as words. */
  String label() {
    return label;
  }

  /** Returns the name of the accumulator. */
  String accumulator() {
    return ScoreAccumulators.PREFIX + label + (name().endsWith("_NANOS") ? " (ns)" : "");
  }
}
