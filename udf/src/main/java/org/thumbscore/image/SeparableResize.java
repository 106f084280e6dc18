package org.thumbscore.image;

/**
 * Resizes a picture as Pillow does: horizontally first, then vertically, each pass rounded and
 * clipped to 8 bits; computes only the window that the kernels are for. Not thread-safe.
 *
 * <p>Both passes run along the axis they do not sum over, so that neighbours in memory get the same
 * weight; the first pass turns strips of rows on their side for that.
 *
 * @see <a
 *     href="https://github.com/python-pillow/Pillow/blob/main/src/libImaging/Resample.c">Pillow,
 *     Resample.c</a>
 */
final class SeparableResize {
  /** Rows in a strip at most: long enough for vectors, short enough for a second-level cache. */
  private static final int STRIP = 128;

  /** Pixels of a cache line; a strip is turned in squares of this edge. */
  private static final int LINE = 16;

  private final DecodedImage source;
  private final ResampleKernel horizontal;
  private final ResampleKernel vertical;

  SeparableResize(DecodedImage source, ResampleKernel horizontal, ResampleKernel vertical) {
    this.source = source;
    this.horizontal = horizontal;
    this.vertical = vertical;
  }

  /** The window, packed, {@code [vertical.size()][horizontal.size()]}. */
  int[][] run() {
    return verticalPass(horizontalPass());
  }

  private int[][] horizontalPass() {
    int top = vertical.firstInput();
    int rows = vertical.endInput() - top;
    int strip = Math.min(STRIP, rows);
    int[][] narrowed = new int[rows][horizontal.size()];
    int[][] lines = new int[Math.min(LINE, strip)][columns()];
    int[][] turned = new int[columns()][strip];
    int[][] sums = new int[LINE][strip];
    ChannelSums channels = new ChannelSums(strip);
    for (int done = 0; done < rows; done += strip) {
      int count = Math.min(strip, rows - done);
      turn(top + done, count, lines, turned);
      narrow(turned, count, channels, sums, narrowed, done);
    }
    return narrowed;
  }

  private int columns() {
    return horizontal.endInput() - horizontal.firstInput();
  }

  /** Reads rows and lays them out column by column. */
  private void turn(int y, int count, int[][] lines, int[][] turned) {
    for (int first = 0; first < count; first += LINE) {
      int block = Math.min(LINE, count - first);
      for (int r = 0; r < block; r++) {
        source.copyRow(y + first + r, horizontal.firstInput(), columns(), lines[r], 0);
      }
      transpose(lines, block, columns(), turned, 0, first);
    }
  }

  /** Sums up the columns of a strip and turns the sums back. */
  private void narrow(
      int[][] turned, int count, ChannelSums channels, int[][] sums, int[][] narrowed, int row) {
    for (int x = 0; x < horizontal.size(); x += LINE) {
      int block = Math.min(LINE, horizontal.size() - x);
      for (int c = 0; c < block; c++) {
        int start = horizontal.start(x + c) - horizontal.firstInput();
        sum(turned, start, horizontal.weights(x + c), channels, count, sums[c]);
      }
      transpose(sums, block, count, narrowed, row, x);
    }
  }

  private int[][] verticalPass(int[][] narrowed) {
    int[][] resized = new int[vertical.size()][horizontal.size()];
    ChannelSums channels = new ChannelSums(horizontal.size());
    for (int y = 0; y < resized.length; y++) {
      int start = vertical.start(y) - vertical.firstInput();
      sum(narrowed, start, vertical.weights(y), channels, horizontal.size(), resized[y]);
    }
    return resized;
  }

  private static void sum(
      int[][] lines, int start, int[] weights, ChannelSums channels, int count, int[] into) {
    channels.reset();
    for (int k = 0; k < weights.length; k++) {
      channels.add(lines[start + k], count, weights[k]);
    }
    channels.pack(into, count);
  }

  /** {@code to[row + c][column + r] = from[r][c]} for the first rows and columns. */
  private static void transpose(
      int[][] from, int rows, int columns, int[][] to, int row, int column) {
    for (int c = 0; c < columns; c++) {
      int[] line = to[row + c];
      for (int r = 0; r < rows; r++) {
        line[column + r] = from[r][c];
      }
    }
  }
}
