package org.thumbscore.image.header;

import java.util.Arrays;

/**
 * The palette of a BMP image. If it contains the shades of gray in order, Pillow ignores the
 * palette and interprets the pixels as samples, of 1 bit if there are at most two colors and of 8
 * bits if there are more, regardless of the header.
 *
 * @param count the number of colors according to the header
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; only passed between two steps
record BmpPalette(long count, boolean grey, int[] table) {
  private static final int MOST_SAID = 1 << 16;
  private static final int MOST = 256;

  static BmpPalette read(byte[] bytes, int at, long count, int colorBytes)
      throws UndecodableException {
    if (count > MOST_SAID) {
      throw new UndecodableException(
          "a BMP of %d colours; expected at most %d".formatted(count, MOST_SAID));
    }
    int there = (int) Math.min(count, (bytes.length - at) / colorBytes);
    if (there == count && isGrey(bytes, at, there, colorBytes)) {
      return new BmpPalette(count, true, PackedColor.greys());
    }
    if (there > MOST) {
      throw new UndecodableException(
          "a BMP of %d colours; expected at most %d".formatted(there, MOST));
    }
    int[] table = new int[MOST];
    for (int i = 0; i < there; i++) {
      int color = at + i * colorBytes;
      table[i] =
          PackedColor.of(bytes[color + 2] & 0xFF, bytes[color + 1] & 0xFF, bytes[color] & 0xFF);
    }
    return new BmpPalette(count, false, table);
  }

  private static boolean isGrey(byte[] bytes, int at, int count, int colorBytes) {
    for (int i = 0; i < count; i++) {
      int color = at + i * colorBytes;
      byte shade = (byte) (count == 2 ? 255 * i : i);
      if (bytes[color] != shade || bytes[color + 1] != shade || bytes[color + 2] != shade) {
        return false;
      }
    }
    return true;
  }

  /** Returns the number of bits of a pixel, which may differ from the header. */
  int bits(int said) {
    return !grey ? said : count <= 2 ? 1 : Byte.SIZE;
  }

  /** Returns the color of each index. */
  int[] colors() {
    int[] colors = table.clone();
    if (grey && count <= 2) {
      Arrays.fill(colors, 1, MOST, PackedColor.of(255, 255, 255));
    }
    return colors;
  }
}
