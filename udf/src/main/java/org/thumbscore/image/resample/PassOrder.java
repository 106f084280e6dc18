package org.thumbscore.image.resample;

/**
 * The pass of a resize that runs first. Each pass rounds to 8 bits, so the result depends on the
 * order.
 */
public enum PassOrder {
  HORIZONTAL_FIRST,
  VERTICAL_FIRST
}
