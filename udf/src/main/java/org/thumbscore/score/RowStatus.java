package org.thumbscore.score;

/** What became of a row. Where two would fit, the one declared first wins. */
public enum RowStatus {
  OK,
  TEXT_MISSING,
  IMAGE_MISSING,
  IMAGE_TOO_LARGE,
  IMAGE_UNREADABLE,
  IMAGE_UNDECODABLE,
  MODEL_FAILED
}
