package org.thumbscore.image.jpeg;

/**
 * The factors of libjpeg's conversion from YCbCr to RGB, in fixed-point numbers.
 *
 * @see <a href="https://github.com/libjpeg-turbo/libjpeg-turbo/blob/main/src/jdcolor.c">libjpeg,
 *     jdcolor.c</a>
 */
public final class YccFactors {
  /** The number of fractional bits. */
  public static final int SCALE_BITS = 16;

  /** One half. */
  public static final int HALF = 1 << (SCALE_BITS - 1);

  public static final int RED_BY_CR = fix(1.40200);
  public static final int GREEN_BY_CB = fix(0.34414);
  public static final int GREEN_BY_CR = fix(0.71414);
  public static final int BLUE_BY_CB = fix(1.77200);

  private YccFactors() {}

  private static int fix(double factor) {
    return (int) (factor * (1 << SCALE_BITS) + 0.5);
  }
}
