package org.thumbscore.image.codec;

import org.thumbscore.image.header.ImageSize;

/**
 * An image of one byte for each pixel, which a table turns into colours. Not thread-safe.
 *
 * @param indices row-major {@code [size.height(), size.width()]}
 * @param colors 256 colours, packed as {@link DecodedImage#copyRow} writes them
 */
@SuppressWarnings("ArrayRecordComponent") // never a key: a carrier between two steps
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
