package org.thumbscore.image.codec;

import org.thumbscore.image.header.ImageSize;

/**
 * An image with one byte for each pixel, which is an index in a table of colors. Not thread-safe.
 *
 * @param indices a row-major array of shape {@code [size.height(), size.width()]}
 * @param colors 256 colors in the form that {@link DecodedImage#copyRow} writes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; only passed between two steps
record IndexedImage(ImageSize size, byte[] indices, int[] colors) implements DecodedImage {
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
