package org.thumbscore.image.resample;

/**
 * Rows of packed pixels whose memory is used again for the next image. Not thread-safe.
 *
 * <p>Each row is an array of its own, so that loops over several rows index all of them alike.
 */
final class PixelGrid {
  /** Larger grids, of rare images, are not kept. */
  private static final int KEPT_PIXELS = 1 << 19;

  private int[][] kept = new int[0][0];

  /** At least this many rows of at least this many columns, with whatever they held before. */
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
