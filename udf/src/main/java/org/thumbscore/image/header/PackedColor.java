package org.thumbscore.image.header;

import java.util.Arrays;

/** Colours of 8 bits a channel in one number: {@code red << 24 | green << 16 | blue << 8}. */
public final class PackedColor {
  private static final int COLORS = 256;

  private PackedColor() {}

  public static int of(int red, int green, int blue) {
    return red << 24 | green << 16 | blue << 8;
  }

  /** A table in which every index is its own shade of grey. */
  public static int[] greys() {
    int[] colors = new int[COLORS];
    Arrays.setAll(colors, i -> of(i, i, i));
    return colors;
  }

  /**
   * A table of 256 colours, read from bytes: red, green and blue of each. Those that are not there
   * are black, as in Pillow.
   */
  public static int[] table(byte[] bytes, int from, int to) {
    int[] colors = new int[COLORS];
    for (int i = 0, at = from; at + 3 <= to; i++, at += 3) {
      colors[i] = of(bytes[at] & 0xFF, bytes[at + 1] & 0xFF, bytes[at + 2] & 0xFF);
    }
    return colors;
  }
}
