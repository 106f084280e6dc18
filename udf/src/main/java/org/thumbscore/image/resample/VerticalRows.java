package org.thumbscore.image.resample;

import java.util.Arrays;
import org.thumbscore.image.codec.DecodedImage;

/**
 * A vertical resize that computes one row at a time, so that neither the image nor the result is
 * kept in memory. Not thread-safe; its memory is reused for the next image.
 */
final class VerticalRows {
  private final PixelGrid rows = new PixelGrid();
  private ChannelSums channels = new ChannelSums(0);

  /**
   * Returns a reader of the rows of {@code vertical}, as wide as {@code horizontal} needs them. If
   * rows are read from top to bottom, each source row is copied only once. Valid until the next
   * call.
   */
  RowReader of(DecodedImage source, ResampleKernel horizontal, ResampleKernel vertical) {
    int left = horizontal.firstInput();
    int width = horizontal.inputs();
    if (channels.capacity() < width) {
      channels = new ChannelSums(width);
    }
    // A ring buffer: rows that the next output row needs again stay in place.
    int[][] ring = rows.atLeast(vertical.longest(), width);
    int[] held = new int[vertical.longest()];
    Arrays.fill(held, -1);
    return (y, into) -> {
      int[] weights = vertical.weights(y);
      channels.reset(width, vertical.bits());
      for (int k = 0; k < weights.length; k++) {
        int row = vertical.start(y) + k;
        int place = row % held.length;
        if (held[place] != row) {
          source.copyRow(row, left, width, ring[place], 0);
          held[place] = row;
        }
        channels.add(ring[place], width, weights[k]);
      }
      channels.pack(into, width, vertical.bits());
    };
  }
}
