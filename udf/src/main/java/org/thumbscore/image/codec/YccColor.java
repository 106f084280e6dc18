package org.thumbscore.image.codec;

/**
 * The conversion from YCbCr to RGB in libjpeg's fixed-point arithmetic.
 *
 * @see <a href="https://github.com/libjpeg-turbo/libjpeg-turbo/blob/main/src/jdcolor.c">libjpeg,
 *     jdcolor.c</a>
 */
final class YccColor {
  private static final int SCALE_BITS = 16;
  private static final int HALF = 1 << (SCALE_BITS - 1);

  private static final int RED_BY_CR = fix(1.40200);
  private static final int GREEN_BY_CB = fix(0.34414);
  private static final int GREEN_BY_CR = fix(0.71414);
  private static final int BLUE_BY_CB = fix(1.77200);

  private YccColor() {}

  private static int fix(double factor) {
    return (int) (factor * (1 << SCALE_BITS) + 0.5);
  }

  /** Converts packed pixels in place, in a loop that HotSpot vectorizes. */
  static void toRgb(int[] pixels, int from, int to) {
    for (int i = from; i < to; i++) {
      int pixel = pixels[i];
      pixels[i] = rgb(pixel >>> 24, pixel >>> 16 & 0xFF, pixel >>> 8 & 0xFF);
    }
  }

  /** Returns packed RGB for the three samples starting at {@code first}. */
  static int toRgb(int[] samples, int first) {
    return rgb(samples[first], samples[first + 1], samples[first + 2]);
  }

  private static int rgb(int y, int blueness, int redness) {
    int cb = blueness - 128;
    int cr = redness - 128;
    int red = y + ((RED_BY_CR * cr + HALF) >> SCALE_BITS);
    int green = y + ((HALF - GREEN_BY_CB * cb - GREEN_BY_CR * cr) >> SCALE_BITS);
    int blue = y + ((BLUE_BY_CB * cb + HALF) >> SCALE_BITS);
    return DecodedImage.pack(Sample.clip(red), Sample.clip(green), Sample.clip(blue));
  }
}
