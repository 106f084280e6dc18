package org.thumbscore.image.codec;

import org.thumbscore.image.header.Sample;
import org.thumbscore.image.jpeg.YccFactors;

/**
 * The conversion from YCbCr to RGB in libjpeg's fixed-point arithmetic.
 *
 * @see <a href="https://github.com/libjpeg-turbo/libjpeg-turbo/blob/main/src/jdcolor.c">libjpeg,
 *     jdcolor.c</a>
 */
final class YccColor {
  private YccColor() {}

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
    int red = y + ((YccFactors.RED_BY_CR * cr + YccFactors.HALF) >> YccFactors.SCALE_BITS);
    int green =
        y
            + ((YccFactors.HALF - YccFactors.GREEN_BY_CB * cb - YccFactors.GREEN_BY_CR * cr)
                >> YccFactors.SCALE_BITS);
    int blue = y + ((YccFactors.BLUE_BY_CB * cb + YccFactors.HALF) >> YccFactors.SCALE_BITS);
    return DecodedImage.pack(Sample.clip(red), Sample.clip(green), Sample.clip(blue));
  }
}
