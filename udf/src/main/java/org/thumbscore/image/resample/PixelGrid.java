package org.thumbscore.image.resample;

/**
 * Rows of packed pixels whose memory is reused for the next image. Not thread-safe.
 *
 * <p>Each row is a separate array, so that loops over several rows index all of them in the same
 * way.
 */
final class PixelGrid {
  /** Larger grids, which few images need, are not kept. */
  private static final int KEPT_PIXELS = 1 << 19;

  private int[][] kept = new int[0][0];

  /**
   * Returns at least this many rows of at least this many columns, which contain arbitrary values.
   */
  int[][] atLeast(int rows, int columns) {
    if (kept.length >= rows && kept[0].length >= columns) {
      return kept;
    }
    int[][] grid = new int[rows][columns];
    if ((long) rows * columns <= KEPT_PIXELS) {
      kept = grid;
    }
    return grid;
  }
}
