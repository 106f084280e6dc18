package org.thumbscore.image.codec;

/** An image with YCbCr samples, which are converted to RGB as they are read. Not thread-safe. */
record YccImage(DecodedImage samples) implements DecodedImage {
  @Override
  public int width() {
    return samples.width();
  }

  @Override
  public int height() {
    return samples.height();
  }

  @Override
  public void copyRow(int y, int x, int count, int[] into, int offset) {
    samples.copyRow(y, x, count, into, offset);
    YccColor.toRgb(into, offset, offset + count);
  }

  @Override
  public void close() {
    samples.close();
  }
}
