package org.thumbscore.image.codec;

import org.thumbscore.image.header.PackedColor;

/**
 * A decoded image, read row by row, so that only the rows and columns the crop needs are copied.
 * Not thread-safe; whoever opened it closes it.
 */
public interface DecodedImage extends AutoCloseable {
  int width();

  int height();

  /**
   * Copies {@code count} pixels of a row.
   *
   * @param into gets {@code red << 24 | green << 16 | blue << 8 | anything} from {@code offset} on
   */
  void copyRow(int y, int x, int count, int[] into, int offset);

  @Override
  default void close() {}

  /** One pixel as {@link #copyRow} writes it. */
  static int pack(int red, int green, int blue) {
    return PackedColor.of(red, green, blue);
  }
}
