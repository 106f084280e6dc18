package org.thumbscore.image.codec;

import org.thumbscore.image.header.ImageSize;

/**
 * An image that is rotated and mirrored according to its EXIF orientation. Not thread-safe.
 *
 * @param pixels a row-major array of packed pixels of shape {@code [size.height(), size.width()]}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; only passed between two steps
record OrientedImage(ImageSize size, int[] pixels) implements DecodedImage {

  /**
   * Returns the image as it is meant to be displayed.
   *
   * @param stored the image as stored; closed by this method
   * @param orientation the EXIF orientation, 2 to 8
   */
  static OrientedImage of(DecodedImage stored, int orientation) {
    try (stored) {
      int width = stored.width();
      int height = stored.height();
      boolean swapped = orientation >= 5;
      boolean fromRight = orientation == 2 || orientation == 3 || orientation >= 7;
      boolean fromBelow = orientation == 3 || orientation == 4 || orientation / 2 == 3;
      ImageSize size = swapped ? new ImageSize(height, width) : new ImageSize(width, height);
      int[] pixels = new int[width * height];
      int[] row = new int[width];
      for (int y = 0; y < height; y++) {
        stored.copyRow(y, 0, width, row, 0);
        int v = fromBelow ? height - 1 - y : y;
        for (int x = 0; x < width; x++) {
          int u = fromRight ? width - 1 - x : x;
          pixels[swapped ? u * height + v : v * width + u] = row[x];
        }
      }
      return new OrientedImage(size, pixels);
    }
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
    System.arraycopy(pixels, y * size.width() + x, into, offset, count);
  }
}
