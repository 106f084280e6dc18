package org.thumbscore.image;

import java.util.Arrays;

/**
 * An image of one byte for each pixel, which a table turns into colours. Not thread-safe.
 *
 * @param indices row-major {@code [size.height(), size.width()]}
 * @param colors 256 colours, packed as {@link DecodedImage#copyRow} writes them
 */
@SuppressWarnings("ArrayRecordComponent") // never a key: a carrier between two steps
record IndexedImage(ImageSize size, byte[] indices, int[] colors) implements DecodedImage {
  private static final int COLORS = 256;

  /** A table in which every index is its own shade of grey. */
  static int[] greys() {
    int[] colors = new int[COLORS];
    Arrays.setAll(colors, i -> DecodedImage.pack(i, i, i));
    return colors;
  }

  /** A table of colours; what lies beyond them is black, as in Pillow. */
  static int[] palette(byte[] bytes, int from, int to) {
    int[] colors = new int[COLORS];
    for (int i = 0, at = from; at + 3 <= to; i++, at += 3) {
      colors[i] = DecodedImage.pack(bytes[at] & 0xFF, bytes[at + 1] & 0xFF, bytes[at + 2] & 0xFF);
    }
    return colors;
  }

  @Override
  public int width() {
    return size.width();
  }

  @Override
  public int height() {
    return size.height();
  }

  @Override
  public void copyRow(int y, int x, int count, int[] into, int offset) {
    int from = y * size.width() + x;
    for (int i = 0; i < count; i++) {
      into[offset + i] = colors[indices[from + i] & 0xFF];
    }
  }
}
