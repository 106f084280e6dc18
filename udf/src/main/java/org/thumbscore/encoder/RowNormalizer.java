package org.thumbscore.encoder;

import java.util.ArrayList;
import java.util.List;

/** Splits a tower's output into rows of unit length. */
final class RowNormalizer {
  private RowNormalizer() {}

  /** Norms are summed in double, so that the width of the model adds no error of its own. */
  static List<Embedding> normalizeRows(float[] raw, int rows, int width, String tower) {
    List<Embedding> embeddings = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      embeddings.add(normalize(raw, row * width, width, tower));
    }
    return embeddings;
  }

  private static Embedding normalize(float[] raw, int from, int width, String tower) {
    double squares = 0;
    for (int i = from; i < from + width; i++) {
      squares += (double) raw[i] * raw[i];
    }
    double norm = Math.sqrt(squares);
    if (!(norm > 0) || Double.isInfinite(norm)) {
      return new Embedding.Failed(
          "the " + tower + " tower yields a vector of norm " + norm + "; expected finite, above 0");
    }
    float[] unit = new float[width];
    for (int i = 0; i < width; i++) {
      unit[i] = (float) (raw[from + i] / norm);
    }
    return new Embedding.Unit(unit);
  }
}
