package org.thumbscore.score;

/**
 * The names of the columns that scoring adds to those that it copies from the input.
 *
 * <pre>{@code
 * scores.filter(col(ScoreColumns.STATUS).equalTo("OK")).orderBy(col(ScoreColumns.SIMILARITY).desc());
 * }</pre>
 */
public final class ScoreColumns {
  /**
   * The highest cosine of image and text, a float in [-1, 1]; null if the status is not {@code OK}.
   */
  public static final String SIMILARITY = "similarity";

  /**
   * 1 if the similarity is above the threshold, else 0; null without a calibration or a similarity.
   */
  public static final String LABEL = "label";

  /** The probability of label 1 according to a fitted calibration; written only on request. */
  public static final String PROBABILITY = "probability";

  /** The name of a {@link RowStatus}; never null. */
  public static final String STATUS = "status";

  /** A one-line error if the status is not {@code OK}, else null. */
  public static final String ERROR = "error";

  /** The number of tokens in the text before truncation; null if there is no text. */
  public static final String TEXT_TOKENS = "text_tokens";

  /** Whether the text was truncated to what the model accepts; null if there is no text. */
  public static final String TEXT_TRUNCATED = "text_truncated";

  /** The name of the bundle. */
  public static final String MODEL = "model";

  /** The digest of the bundle's files, in lower-case hexadecimal. */
  public static final String MODEL_SHA256 = "model_sha256";

  /** The cosine above which the label is 1; null without a calibration. */
  public static final String THRESHOLD = "threshold";

  /** The id of the run that computed the row. */
  public static final String RUN_ID = "run_id";

  /** The start time of the run that computed the row. */
  public static final String SCORED_AT = "scored_at";

  /** The image's unit vector or vectors; written only if embeddings are requested. */
  public static final String IMAGE_EMBEDDING = "image_embedding";

  /** The text's unit vector; written only if embeddings are requested. */
  public static final String TEXT_EMBEDDING = "text_embedding";

  /** The digest of the image's encoded bytes, used to look up its stored embedding. */
  public static final String IMAGE_SHA256 = "image_sha256";

  /** The digest of the text, used to look up its stored embedding. */
  public static final String TEXT_SHA256 = "text_sha256";

  /** The name of a cluster of images that look alike, added to scores by {@code duplicates}. */
  public static final String IMAGE_CLUSTER = "image_cluster";

  private ScoreColumns() {}
}
