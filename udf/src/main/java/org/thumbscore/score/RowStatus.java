package org.thumbscore.score;

/** The outcome of scoring a row. If several values apply, the one declared first is used. */
public enum RowStatus {
  /** The row has a similarity. */
  OK,
  /** The text is null or blank. */
  TEXT_MISSING,
  /** The image is null or has no bytes. */
  IMAGE_MISSING,
  /** The image exceeds the limits. */
  IMAGE_TOO_LARGE,
  /** The image's path cannot be read. */
  IMAGE_UNREADABLE,
  /** The bytes are not a complete image in a supported format. */
  IMAGE_UNDECODABLE,
  /** A tower returned a vector without a direction. */
  MODEL_FAILED
}
