package org.thumbscore.score;

import java.io.Serializable;

/**
 * Turns a similarity into a label: 1 where the cosine is strictly greater, else 0.
 *
 * @param cosine on the cosine itself, in [-1, 1]; the paper's scaled threshold is {@code (cosine +
 *     1) / 2}
 */
public record LabelThreshold(double cosine) implements Serializable {
  public int labelOf(double similarity) {
    return similarity > cosine ? 1 : 0;
  }
}
