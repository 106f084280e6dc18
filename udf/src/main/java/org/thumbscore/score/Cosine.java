package org.thumbscore.score;

import org.thumbscore.encoder.UnitVectors;

/** The cosine similarity of embeddings. */
public final class Cosine {
  private Cosine() {}

  /**
   * Returns the highest cosine between any of the image's vectors and the text's vector,
   * accumulated in double precision.
   *
   * @param text a single vector
   * @return a value in [-1, 1]
   * @throws IllegalArgumentException if the widths differ, or the text has more than one vector
   */
  public static float best(UnitVectors image, UnitVectors text) {
    if (image.width() != text.width() || text.count() != 1) {
      throw new IllegalArgumentException(
          "expected an image and one vector of a text of one width, found "
              + image.width()
              + " and "
              + text.count()
              + " x "
              + text.width());
    }
    double best = Double.NEGATIVE_INFINITY;
    for (int from = 0; from < image.values().length; from += image.width()) {
      best = Math.max(best, dot(image.values(), from, text.values()));
    }
    return (float) Math.max(-1, Math.min(1, best));
  }

  private static double dot(float[] rows, int from, float[] vector) {
    double dot = 0;
    for (int i = 0; i < vector.length; i++) {
      dot += (double) rows[from + i] * vector[i];
    }
    return dot;
  }
}
