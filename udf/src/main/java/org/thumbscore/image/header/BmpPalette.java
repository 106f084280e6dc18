package org.thumbscore.image.header;

import java.util.Arrays;

/**
 * The colours of a BMP. Where they are its greys in order, Pillow leaves the palette aside and
 * takes the pixels for samples, of 1 bit if there are two colours at most and of 8 if there are
 * more, whatever the header says.
 *
 * @param count how many the header says there are
 */
@SuppressWarnings("ArrayRecordComponent") // never a key: a carrier between two steps
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

  /** The bits of a pixel, if the header says others. */
  int bits(int said) {
    return !grey ? said : count <= 2 ? 1 : Byte.SIZE;
  }

  /** The colour of each index. */
  int[] colors() {
    int[] colors = table.clone();
    if (grey && count <= 2) {
      Arrays.fill(colors, 1, MOST, PackedColor.of(255, 255, 255));
    }
    return colors;
  }
}
