package org.thumbscore.image.header;

import java.util.Arrays;

/**
 * Colors with 8 bits per channel in a single number: {@code red << 24 | green << 16 | blue << 8}.
 */
public final class PackedColor {
  private static final int COLORS = 256;

  private PackedColor() {}

  public static int of(int red, int green, int blue) {
    return red << 24 | green << 16 | blue << 8;
  }

  /** Returns a table in which every index is its own shade of gray. */
  public static int[] greys() {
    int[] colors = new int[COLORS];
    Arrays.setAll(colors, i -> of(i, i, i));
    return colors;
  }

  /**
   * Returns a table of 256 colors, read from bytes with red, green and blue of each color. As in
   * Pillow, missing colors are black.
   */
  public static int[] table(byte[] bytes, int from, int to) {
    int[] colors = new int[COLORS];
    for (int i = 0, at = from; at + 3 <= to; i++, at += 3) {
      colors[i] = of(bytes[at] & 0xFF, bytes[at + 1] & 0xFF, bytes[at + 2] & 0xFF);
    }
    return colors;
  }
}
