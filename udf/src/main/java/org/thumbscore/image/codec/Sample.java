package org.thumbscore.image.codec;

/** One colour's 8 bits of a pixel. */
public final class Sample {
  private Sample() {}

  /** To 0 to 255, without branches and without {@code Math.min}, which would not be vectorised. */
  public static int clip(int value) {
    int positive = value & ~(value >> 31);
    return (positive | (255 - positive) >> 31) & 0xFF;
  }
}
