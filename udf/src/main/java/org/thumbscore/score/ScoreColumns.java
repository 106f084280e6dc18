package org.thumbscore.score;

/**
 * The names of the columns that scoring writes beside those that it carries over.
 *
 * <pre>{@code
 * scores.filter(col(ScoreColumns.STATUS).equalTo("OK")).orderBy(col(ScoreColumns.SIMILARITY).desc());
 * }</pre>
 */
public final class ScoreColumns {
  /**
   * The best cosine of image and text, a float in [-1, 1]; null where the status is not {@code OK}.
   */
  public static final String SIMILARITY = "similarity";

  /** 1 where the similarity is above the threshold, else 0; null without a calibration. */
  public static final String LABEL = "label";

  /** The probability of label 1 that a calibration fitted; written where it is asked for. */
  public static final String PROBABILITY = "probability";

  /** The name of a {@link RowStatus}; never null. */
  public static final String STATUS = "status";

  /** One line of what was found where the status is not {@code OK}, else null. */
  public static final String ERROR = "error";

  /** How many tokens the text has before it is cut; null where there is no text. */
  public static final String TEXT_TOKENS = "text_tokens";

  /** Whether the text was cut to what the model takes; null where there is no text. */
  public static final String TEXT_TRUNCATED = "text_truncated";

  /** The bundle's name. */
  public static final String MODEL = "model";

  /** The digest of the bundle's files, lower-case hexadecimal. */
  public static final String MODEL_SHA256 = "model_sha256";

  /** The cosine above which the label is 1; null without a calibration. */
  public static final String THRESHOLD = "threshold";

  /** The run that computed the row. */
  public static final String RUN_ID = "run_id";

  /** The start of the run that computed the row. */
  public static final String SCORED_AT = "scored_at";

  /** The image's unit vector, or its unit vectors; written where embeddings are asked for. */
  public static final String IMAGE_EMBEDDING = "image_embedding";

  /** The text's unit vector; written where embeddings are asked for. */
  public static final String TEXT_EMBEDDING = "text_embedding";

  /** The digest of the image's encoded bytes, by which its embedding is found again. */
  public static final String IMAGE_SHA256 = "image_sha256";

  /** The digest of the text, by which its embedding is found again. */
  public static final String TEXT_SHA256 = "text_sha256";

  private ScoreColumns() {}
}
