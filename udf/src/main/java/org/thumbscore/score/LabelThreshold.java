package org.thumbscore.score;

import java.io.Serializable;

/**
 * Turns a similarity into a label: 1 where the cosine is strictly greater, else 0.
 *
 * @param cosine on the cosine itself, in [-1, 1]; the paper's scaled threshold is {@code (cosine +
 *     1) / 2}
 */
public record LabelThreshold(double cosine) implements Serializable {
  public LabelThreshold {
    if (!(cosine >= -1 && cosine <= 1)) {
      throw new IllegalArgumentException("threshold must be in [-1, 1], found " + cosine);
    }
  }

  /** 1: the thumbnail represents the article; 0: it does not. */
  public int labelOf(double similarity) {
    return similarity > cosine ? 1 : 0;
  }
}
