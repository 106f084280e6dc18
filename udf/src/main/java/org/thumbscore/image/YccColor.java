package org.thumbscore.image;

/**
 * YCbCr to RGB in libjpeg's fixed point.
 *
 * @see <a href="https://github.com/libjpeg-turbo/libjpeg-turbo/blob/main/src/jdcolor.c">libjpeg,
 *     jdcolor.c</a>
 */
final class YccColor {
  private static final int SCALE_BITS = 16;
  private static final int HALF = 1 << (SCALE_BITS - 1);

  private YccColor() {}

  private static int fix(double factor) {
    return (int) (factor * (1 << SCALE_BITS) + 0.5);
  }

  /** Packed RGB of the three samples from {@code first} on. */
  static int toRgb(int[] samples, int first) {
    int y = samples[first];
    int cb = samples[first + 1] - 128;
    int cr = samples[first + 2] - 128;
    int red = y + ((fix(1.40200) * cr + HALF) >> SCALE_BITS);
    int green = y + ((-fix(0.34414) * cb - fix(0.71414) * cr + HALF) >> SCALE_BITS);
    int blue = y + ((fix(1.77200) * cb + HALF) >> SCALE_BITS);
    return DecodedImage.pack(clip(red), clip(green), clip(blue));
  }

  private static int clip(int sample) {
    return Math.max(0, Math.min(255, sample));
  }
}
