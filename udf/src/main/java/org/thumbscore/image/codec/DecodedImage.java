package org.thumbscore.image.codec;

import org.thumbscore.image.header.PackedColor;

/**
 * A decoded image that is read row by row, so that only the rows and columns needed for the crop
 * are copied. Not thread-safe; must be closed by the caller that opened it.
 */
public interface DecodedImage extends AutoCloseable {
  int width();

  int height();

  /**
   * Copies {@code count} pixels of a row.
   *
   * @param into receives {@code red << 24 | green << 16 | blue << 8 | anything}, starting at {@code
   *     offset}
   */
  void copyRow(int y, int x, int count, int[] into, int offset);

  @Override
  default void close() {}

  /** Returns a pixel in the form that {@link #copyRow} writes. */
  static int pack(int red, int green, int blue) {
    return PackedColor.of(red, green, blue);
  }
}
