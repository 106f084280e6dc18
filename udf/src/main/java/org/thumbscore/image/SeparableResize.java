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
  private final int strip;

  SeparableResize(DecodedImage source, ResampleKernel horizontal, ResampleKernel vertical) {
    this.source = source;
    this.horizontal = horizontal;
    this.vertical = vertical;
    this.strip = Math.min(STRIP, vertical.endInput() - vertical.firstInput());
  }

  /** The window, packed, row-major {@code [vertical.size(), horizontal.size()]}. */
  int[] run() {
    return verticalPass(horizontalPass());
  }

  private int[] horizontalPass() {
    int top = vertical.firstInput();
    int rows = vertical.endInput() - top;
    int columns = horizontal.endInput() - horizontal.firstInput();
    int[] narrowed = new int[rows * horizontal.size()];
    int[] lines = new int[Math.min(LINE, strip) * columns];
    int[] turned = new int[columns * strip];
    Narrowing narrowing = new Narrowing(turned, narrowed);
    for (int done = 0; done < rows; done += strip) {
      int count = Math.min(strip, rows - done);
      turn(top + done, count, lines, turned);
      narrowing.run(count, done * horizontal.size());
    }
    return narrowed;
  }

  /** Reads rows and lays them out column by column. */
  private void turn(int y, int count, int[] lines, int[] turned) {
    int left = horizontal.firstInput();
    int columns = horizontal.endInput() - left;
    for (int first = 0; first < count; first += LINE) {
      int block = Math.min(LINE, count - first);
      for (int r = 0; r < block; r++) {
        source.copyRow(y + first + r, left, columns, lines, r * columns);
      }
      transpose(lines, columns, block, columns, turned, first, strip);
    }
  }

  private int[] verticalPass(int[] narrowed) {
    int width = horizontal.size();
    int[] resized = new int[vertical.size() * width];
    ChannelSums sums = new ChannelSums(width);
    for (int y = 0; y < vertical.size(); y++) {
      sums.reset(width);
      int[] weights = vertical.weights(y);
      int from = (vertical.start(y) - vertical.firstInput()) * width;
      for (int k = 0; k < weights.length; k++) {
        sums.add(narrowed, from + k * width, width, weights[k]);
      }
      sums.pack(resized, y * width, width);
    }
    return resized;
  }

  /** {@code to[c, r] = from[r, c]}; {@code pitch} and {@code stride} in elements. */
  private static void transpose(
      int[] from, int stride, int rows, int columns, int[] to, int at, int pitch) {
    for (int column = 0; column < columns; column++) {
      int target = at + column * pitch;
      for (int r = 0; r < rows; r++) {
        to[target + r] = from[column + r * stride];
      }
    }
  }

  /** Sums up the columns of one strip after the other. */
  private final class Narrowing {
    private final int[] turned;
    private final int[] narrowed;
    private final int[] block = new int[LINE * strip];
    private final ChannelSums sums = new ChannelSums(strip);

    Narrowing(int[] turned, int[] narrowed) {
      this.turned = turned;
      this.narrowed = narrowed;
    }

    void run(int count, int offset) {
      int width = horizontal.size();
      for (int x = 0; x < width; x += LINE) {
        int columns = Math.min(LINE, width - x);
        for (int c = 0; c < columns; c++) {
          sumColumn(x + c, count);
          sums.pack(block, c * strip, count);
        }
        transpose(block, strip, columns, count, narrowed, offset + x, width);
      }
    }

    private void sumColumn(int x, int count) {
      sums.reset(count);
      int[] weights = horizontal.weights(x);
      int from = (horizontal.start(x) - horizontal.firstInput()) * strip;
      for (int k = 0; k < weights.length; k++) {
        sums.add(turned, from + k * strip, count, weights[k]);
      }
    }
  }
}
