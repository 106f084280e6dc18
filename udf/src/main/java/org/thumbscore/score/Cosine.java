package org.thumbscore.score;

/** Cosine similarity. */
public final class Cosine {
  private Cosine() {}

  /**
   * The cosine of two unit vectors, summed in double.
   *
   * @return in [-1, 1]
   * @throws IllegalArgumentException if the widths differ
   */
  public static float ofUnit(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException("widths differ: " + a.length + " and " + b.length);
    }
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
    }
    return (float) Math.max(-1, Math.min(1, dot));
  }
}
