package org.thumbscore.encoder;

/**
 * One or more vectors of unit length, in the space that images and texts share.
 *
 * @param values row-major {@code [count, width]}, each row's norm 1 within 1e-5; shared by the rows
 *     that hold the same image or text, so nobody writes to it
 * @param count how many vectors there are
 */
@SuppressWarnings("ArrayRecordComponent") // never a key: a carrier between two steps
public record UnitVectors(float[] values, int count) {
  public UnitVectors {
    if (count < 1 || values.length == 0 || values.length % count != 0) {
      throw new IllegalArgumentException(
          "expected " + count + " vectors of one width, found " + values.length + " values");
    }
  }

  /** A single vector. */
  public static UnitVectors of(float... vector) {
    return new UnitVectors(vector, 1);
  }

  /** Returns how many values each vector has. */
  public int width() {
    return values.length / count;
  }
}
