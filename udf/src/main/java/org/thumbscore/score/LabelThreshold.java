package org.thumbscore.score;

import java.io.Serializable;

/**
 * A threshold that turns a similarity into a label: 1 if the cosine is strictly greater, else 0.
 *
 * @param cosine the threshold on the cosine itself, in [-1, 1]; the paper's scaled threshold is
 *     {@code (cosine + 1) / 2}
 */
public record LabelThreshold(double cosine) implements Serializable {
  public LabelThreshold {
    if (!(cosine >= -1 && cosine <= 1)) {
      throw new IllegalArgumentException("threshold must be in [-1, 1], found " + cosine);
    }
  }

  /** Returns 1 if the image represents the article at this similarity, and 0 if it does not. */
  public int labelOf(double similarity) {
    return similarity > cosine ? 1 : 0;
  }
}
