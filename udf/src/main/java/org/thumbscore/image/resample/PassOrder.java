package org.thumbscore.image.resample;

/** Which pass of a resize runs first; each rounds to 8 bits, so that the result depends on it. */
public enum PassOrder {
  HORIZONTAL_FIRST,
  VERTICAL_FIRST
}
