package org.thumbscore.image.codec;

/**
 * The conversion from CMYK to RGB as in Pillow, without a color profile.
 *
 * @see <a href="https://github.com/python-pillow/Pillow/blob/main/src/libImaging/Convert.c">Pillow,
 *     Convert.c, cmyk2rgb</a>
 */
final class CmykColor {
  private CmykColor() {}

  /**
   * Returns packed RGB.
   *
   * @param ink cyan, magenta and yellow, packed like RGB; 255 is full ink
   * @param black black; 255 is full ink
   */
  static int toRgb(int ink, int black) {
    int light = 255 - black;
    return DecodedImage.pack(
        channel(ink >>> 24, light),
        channel(ink >>> 16 & 0xFF, light),
        channel(ink >>> 8 & 0xFF, light));
  }

  private static int channel(int ink, int light) {
    int product = ink * light + 128;
    return Math.max(0, light - (((product >> 8) + product) >> 8));
  }
}
