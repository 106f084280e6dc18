package org.thumbscore.score;

/** What became of a row. Where two would fit, the one declared first wins. */
public enum RowStatus {
  /** The row has a similarity. */
  OK,
  /** The text is null or blank. */
  TEXT_MISSING,
  /** The image is null or has no bytes. */
  IMAGE_MISSING,
  /** The image is larger than the limits allow. */
  IMAGE_TOO_LARGE,
  /** The image's path cannot be read. */
  IMAGE_UNREADABLE,
  /** The bytes are not a whole image of a known format. */
  IMAGE_UNDECODABLE,
  /** A tower yielded a vector without direction. */
  MODEL_FAILED
}
