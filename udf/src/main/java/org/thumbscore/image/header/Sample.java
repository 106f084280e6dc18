package org.thumbscore.image.header;

/** Operations on 8-bit samples. */
public final class Sample {
  private Sample() {}

  /**
   * Clips a value to [0, 255] without branches and without {@code Math.min}, which would not be
   * vectorized.
   */
  public static int clip(int value) {
    int positive = value & ~(value >> 31);
    return (positive | (255 - positive) >> 31) & 0xFF;
  }
}
