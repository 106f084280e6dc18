package org.thumbscore.image.codec;

import org.thumbscore.image.header.ImageSize;

/** The pixels of a GIF frame, which are filled in row by row or in four passes. Not thread-safe. */
final class GifRows {
  private static final int LAST_PASS = 3;
  private static final int[] FIRST_ROW = {0, 4, 2, 1};
  private static final int[] STEP = {8, 8, 4, 2};

  private final byte[] pixels;
  private final int width;
  private final int height;
  private final boolean interlaced;
  private int pass;
  private int x;
  private int y;
  private int at;

  /**
   * Creates an empty frame.
   *
   * @param pixels receives the palette index of each pixel
   */
  GifRows(byte[] pixels, ImageSize size, boolean interlaced) {
    this.pixels = pixels;
    this.width = size.width();
    this.height = size.height();
    this.interlaced = interlaced;
  }

  /** Sets the next pixel and returns whether it was the last one. */
  boolean put(byte index) {
    pixels[at++] = index;
    return ++x == width && endRow();
  }

  /**
   * Sets the next pixels, as many as there are, and returns whether they include the last one of
   * the frame.
   */
  boolean put(byte[] indices, int from) {
    int start = from;
    while (start < indices.length) {
      int count = Math.min(indices.length - start, width - x);
      System.arraycopy(indices, start, pixels, at, count);
      start += count;
      at += count;
      x += count;
      if (x == width && endRow()) {
        return true;
      }
    }
    return false;
  }

  private boolean endRow() {
    x = 0;
    y += interlaced ? STEP[pass] : 1;
    while (interlaced && y >= height && pass < LAST_PASS) {
      y = FIRST_ROW[++pass];
    }
    at = y * width;
    return y >= height;
  }
}
