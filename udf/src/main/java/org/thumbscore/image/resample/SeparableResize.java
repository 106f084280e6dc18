package org.thumbscore.image.resample;

import org.thumbscore.image.codec.ColumnImage;
import org.thumbscore.image.codec.DecodedImage;

/**
 * A resize as in Pillow: horizontal and vertical passes in either order, each rounded and clipped
 * to 8 bits. Computes only the window that the kernels cover. Not thread-safe; its memory is reused
 * for the next image.
 *
 * <p>Both passes iterate along the axis over which they do not sum, so that adjacent values in
 * memory have the same weight. For this purpose, the horizontal pass transposes strips of rows.
 *
 * @see <a
 *     href="https://github.com/python-pillow/Pillow/blob/main/src/libImaging/Resample.c">Pillow,
 *     Resample.c</a>
 */
public final class SeparableResize {
  /**
   * The maximum number of rows in a strip: enough for vectorization, few enough for a second-level
   * cache.
   */
  private static final int STRIP = 128;

  /**
   * The number of pixels in a cache line, which is the edge of the squares in which a strip is
   * transposed.
   */
  private static final int LINE = 16;

  private final PixelGrid lines = new PixelGrid();
  private final PixelGrid turned = new PixelGrid();
  private final PixelGrid sums = new PixelGrid();
  private final PixelGrid narrowed = new PixelGrid();
  private final PixelGrid resized = new PixelGrid();
  private final ColumnSums byColumns = new ColumnSums();
  private final VerticalRows shortened = new VerticalRows();
  private ChannelSums channels = new ChannelSums(STRIP);

  /**
   * Returns the packed window of shape {@code [vertical.size()][horizontal.size()]}. The array may
   * contain more and longer rows. Valid until the next call.
   */
  public int[][] resize(
      DecodedImage source, ResampleKernel horizontal, ResampleKernel vertical, PassOrder order) {
    if (channels.capacity() < horizontal.size()) {
      channels = new ChannelSums(horizontal.size());
    }
    if (order == PassOrder.VERTICAL_FIRST) {
      RowReader rows = shortened.of(source, horizontal, vertical);
      return horizontalPass(rows, vertical.size(), horizontal);
    }
    if (source instanceof ColumnImage image) {
      return verticalPass(columnPass(image, horizontal, vertical), horizontal.size(), vertical);
    }
    int left = horizontal.firstInput();
    int top = vertical.firstInput();
    int width = horizontal.inputs();
    RowReader rows = (y, into) -> source.copyRow(top + y, left, width, into, 0);
    return verticalPass(
        horizontalPass(rows, vertical.inputs(), horizontal), horizontal.size(), vertical);
  }

  /** The horizontal pass of an image whose columns need not be turned first. */
  private int[][] columnPass(
      ColumnImage image, ResampleKernel horizontal, ResampleKernel vertical) {
    int[][] rowsOut = narrowed.atLeast(vertical.inputs(), horizontal.size());
    int[][] rows = new int[image.rows()][];
    int[] unneeded = new int[horizontal.size()];
    for (int i = 0; i < rows.length; i++) {
      int y = image.row(i) - vertical.firstInput();
      rows[i] = y >= 0 && y < vertical.inputs() ? rowsOut[y] : unneeded;
    }
    ColumnSums.Outputs outputs = byColumns.of(image, horizontal);
    int[][] block = sums.atLeast(LINE, rows.length);
    for (int x = 0; x < horizontal.size(); x += LINE) {
      int width = Math.min(LINE, horizontal.size() - x);
      for (int c = 0; c < width; c++) {
        outputs.write(x + c, block[c]);
      }
      transpose(block, width, rows.length, rows, 0, x);
    }
    return rowsOut;
  }

  private int[][] horizontalPass(RowReader source, int rows, ResampleKernel horizontal) {
    int strip = Math.min(STRIP, rows);
    int[][] rowsOut = narrowed.atLeast(rows, horizontal.size());
    int[][] columns = turned.atLeast(horizontal.inputs(), strip);
    for (int done = 0; done < rows; done += strip) {
      int count = Math.min(strip, rows - done);
      turn(source, done, count, horizontal.inputs(), columns);
      narrow(columns, count, horizontal, rowsOut, done);
    }
    return rowsOut;
  }

  /** Reads rows and stores them column by column. */
  private void turn(RowReader source, int y, int count, int width, int[][] columns) {
    int[][] block = lines.atLeast(LINE, width);
    for (int first = 0; first < count; first += LINE) {
      int rows = Math.min(LINE, count - first);
      for (int r = 0; r < rows; r++) {
        source.read(y + first + r, block[r]);
      }
      transpose(block, rows, width, columns, 0, first);
    }
  }

  /** Sums up the columns of a strip and transposes the sums back. */
  private void narrow(
      int[][] columns, int count, ResampleKernel horizontal, int[][] rowsOut, int row) {
    int[][] block = sums.atLeast(LINE, STRIP);
    for (int x = 0; x < horizontal.size(); x += LINE) {
      int width = Math.min(LINE, horizontal.size() - x);
      for (int c = 0; c < width; c++) {
        sum(columns, horizontal, x + c, count, block[c]);
      }
      transpose(block, width, count, rowsOut, row, x);
    }
  }

  private int[][] verticalPass(int[][] rows, int width, ResampleKernel vertical) {
    int[][] window = resized.atLeast(vertical.size(), width);
    for (int y = 0; y < vertical.size(); y++) {
      sum(rows, vertical, y, width, window[y]);
    }
    return window;
  }

  private void sum(int[][] inputs, ResampleKernel kernel, int output, int count, int[] into) {
    int start = kernel.start(output) - kernel.firstInput();
    int[] weights = kernel.weights(output);
    channels.reset(count, kernel.bits());
    for (int k = 0; k < weights.length; k++) {
      channels.add(inputs[start + k], count, weights[k]);
    }
    channels.pack(into, count, kernel.bits());
  }

  /** Sets {@code to[row + c][column + r] = from[r][c]} for the first rows and columns. */
  private static void transpose(
      int[][] from, int rows, int columns, int[][] to, int row, int column) {
    int r = 0;
    // Four at a time take half the time of one at a time.
    for (; r + 4 <= rows; r += 4) {
      transposeFour(from, r, columns, to, row, column + r);
    }
    for (; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        to[row + c][column + r] = from[r][c];
      }
    }
  }

  private static void transposeFour(
      int[][] from, int first, int columns, int[][] to, int row, int column) {
    int[] line0 = from[first];
    int[] line1 = from[first + 1];
    int[] line2 = from[first + 2];
    int[] line3 = from[first + 3];
    for (int c = 0; c < columns; c++) {
      int[] target = to[row + c];
      target[column] = line0[c];
      target[column + 1] = line1[c];
      target[column + 2] = line2[c];
      target[column + 3] = line3[c];
    }
  }
}
