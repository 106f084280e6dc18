package org.thumbscore.encoder;

/**
 * One or more vectors of unit length in the space that images and texts share.
 *
 * @param values a row-major array of shape {@code [count, width]} in which each row has norm 1
 *     within 1e-5; must not be modified, because rows with the same image or text share it
 * @param count the number of vectors
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; only passed between two steps
public record UnitVectors(float[] values, int count) {
  public UnitVectors {
    if (count < 1 || values.length == 0 || values.length % count != 0) {
      throw new IllegalArgumentException(
          "expected " + count + " vectors of one width, found " + values.length + " values");
    }
  }

  /** Returns a single vector. */
  public static UnitVectors of(float... vector) {
    return new UnitVectors(vector, 1);
  }

  /** Returns the number of values in each vector. */
  public int width() {
    return values.length / count;
  }
}
