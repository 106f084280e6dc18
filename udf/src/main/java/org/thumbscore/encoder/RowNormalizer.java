package org.thumbscore.encoder;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A converter of a graph's output to embeddings of unit length.
 *
 * <pre>{@code
 * List<Embedding> images = RowNormalizer.normalizeRows(raw, 2, 1, 512, "image");
 * }</pre>
 */
public final class RowNormalizer {
  private RowNormalizer() {}

  /**
   * Normalizes each vector. Norms are accumulated in double precision, so that the width of the
   * model adds no rounding error of its own.
   *
   * @param raw a row-major array of shape {@code [rows or more, vectors, width]}
   * @param rows the number of rows to read
   * @param tower the name of the tower, for messages
   * @return one embedding for each row, in order; a failure for a row with a vector that has no
   *     direction
   */
  public static List<Embedding> normalizeRows(
      float[] raw, int rows, int vectors, int width, String tower) {
    List<Embedding> embeddings = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      embeddings.add(normalize(raw, row * vectors * width, vectors, width, tower));
    }
    return embeddings;
  }

  private static Embedding normalize(float[] raw, int from, int vectors, int width, String tower) {
    float[] unit = new float[vectors * width];
    for (int at = 0; at < unit.length; at += width) {
      OptionalDouble bad = normalize(raw, from + at, width, unit, at);
      if (bad.isPresent()) {
        return new Embedding.Failed(
            "the "
                + tower
                + " tower yields a vector of norm "
                + bad.getAsDouble()
                + "; expected finite, above 0");
      }
    }
    return new Embedding.Unit(new UnitVectors(unit, vectors));
  }

  /** Returns the norm if the vector has no direction, or else empty. */
  private static OptionalDouble normalize(float[] raw, int from, int width, float[] unit, int at) {
    double squares = 0;
    for (int i = from; i < from + width; i++) {
      squares += (double) raw[i] * raw[i];
    }
    double norm = Math.sqrt(squares);
    if (!(norm > 0) || Double.isInfinite(norm)) {
      return OptionalDouble.of(norm);
    }
    for (int i = 0; i < width; i++) {
      unit[at + i] = (float) (raw[from + i] / norm);
    }
    return OptionalDouble.empty();
  }
}
