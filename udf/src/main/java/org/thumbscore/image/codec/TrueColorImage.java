package org.thumbscore.image.codec;

import org.thumbscore.image.header.ImageSize;

/**
 * An image with three bytes for each pixel: red, green, blue. Not thread-safe.
 *
 * @param samples a row-major array of shape {@code [size.height(), size.width(), 3]}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; only passed between two steps
record TrueColorImage(ImageSize size, byte[] samples) implements DecodedImage {
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
    int at = 3 * (y * size.width() + x);
    for (int i = 0; i < count; i++, at += 3) {
      into[offset + i] =
          (samples[at] & 0xFF) << 24
              | (samples[at + 1] & 0xFF) << 16
              | (samples[at + 2] & 0xFF) << 8;
    }
  }
}
