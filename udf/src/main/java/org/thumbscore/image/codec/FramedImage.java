package org.thumbscore.image.codec;

import java.util.Arrays;
import org.thumbscore.image.header.ImageSize;

/** A frame at its position on a larger canvas. Closing it closes the frame. Not thread-safe. */
record FramedImage(ImageSize canvas, int left, int top, DecodedImage frame, int background)
    implements DecodedImage {

  @Override
  public int width() {
    return canvas.width();
  }

  @Override
  public int height() {
    return canvas.height();
  }

  @Override
  public void copyRow(int y, int x, int count, int[] into, int offset) {
    Arrays.fill(into, offset, offset + count, background);
    int from = Math.max(x, left);
    int end = Math.min(x + count, left + frame.width());
    if (y >= top && y < top + frame.height() && from < end) {
      frame.copyRow(y - top, from - left, end - from, into, offset + from - x);
    }
  }

  @Override
  public void close() {
    frame.close();
  }
}
