package org.thumbscore.image.resample;

import org.thumbscore.image.codec.ColumnImage;

/**
 * The horizontal pass for images that are read by columns: weighted sums of whole columns, which
 * needs no transposition of the source. Not thread-safe; its memory is reused for the next image.
 *
 * <p>The loops index every array only with the loop variable and have at most four weights, because
 * HotSpot 17 does not vectorize other or longer ones.
 */
final class ColumnSums {
  private static final int TOGETHER = 4;

  private final PixelGrid red = new PixelGrid();
  private final PixelGrid green = new PixelGrid();
  private final PixelGrid blue = new PixelGrid();
  private final PixelGrid sums = new PixelGrid();

  /** The columns of an image that are read and may be needed again. */
  private static final class Columns {
    private final ColumnImage source;
    private final int[][] red;
    private final int[][] green;
    private final int[][] blue;
    private final int places;
    private int end;

    Columns(ColumnImage source, int first, int places, int[][] red, int[][] green, int[][] blue) {
      this.source = source;
      this.end = first;
      this.places = places;
      this.red = red;
      this.green = green;
      this.blue = blue;
    }

    void readUntil(int column) {
      for (; end < column; end++) {
        int place = end % places;
        source.readColumn(end, red[place], green[place], blue[place]);
      }
    }
  }

  /**
   * Sums up columns for the outputs of a kernel in ascending order.
   *
   * @param source whose columns are read once each
   */
  Outputs of(ColumnImage source, ResampleKernel kernel) {
    int rows = source.rows();
    int places = kernel.longest();
    Columns columns =
        new Columns(
            source,
            kernel.firstInput(),
            places,
            red.atLeast(places, rows),
            green.atLeast(places, rows),
            blue.atLeast(places, rows));
    int[][] three = sums.atLeast(3, rows);
    int half = 1 << (kernel.bits() - 1);
    return (output, into) -> {
      int start = kernel.start(output);
      int[] weights = kernel.weights(output);
      columns.readUntil(start + weights.length);
      sum(columns.red, start, places, weights, half, three[0], rows);
      sum(columns.green, start, places, weights, half, three[1], rows);
      sum(columns.blue, start, places, weights, half, three[2], rows);
      ChannelSums.pack(three[0], three[1], three[2], into, rows, kernel.bits());
    };
  }

  /** Computes one output column after the other. */
  @FunctionalInterface
  interface Outputs {
    /** Writes the packed pixels of an output column, which follows the one before. */
    void write(int output, int[] into);
  }

  private static void sum(
      int[][] ring, int start, int places, int[] weights, int half, int[] into, int count) {
    for (int k = 0; k < weights.length; k += TOGETHER) {
      int[] a = ring[(start + k) % places];
      int[] b = k + 1 < weights.length ? ring[(start + k + 1) % places] : a;
      int[] c = k + 2 < weights.length ? ring[(start + k + 2) % places] : a;
      int[] d = k + 3 < weights.length ? ring[(start + k + 3) % places] : a;
      int byA = weights[k];
      int byB = k + 1 < weights.length ? weights[k + 1] : 0;
      int byC = k + 2 < weights.length ? weights[k + 2] : 0;
      int byD = k + 3 < weights.length ? weights[k + 3] : 0;
      if (k == 0) {
        begin(a, byA, b, byB, c, byC, d, byD, half, into, count);
      } else {
        add(a, byA, b, byB, c, byC, d, byD, into, count);
      }
    }
  }

  private static void begin(
      int[] a,
      int byA,
      int[] b,
      int byB,
      int[] c,
      int byC,
      int[] d,
      int byD,
      int half,
      int[] into,
      int count) {
    for (int i = 0; i < count; i++) {
      into[i] = a[i] * byA + b[i] * byB + c[i] * byC + d[i] * byD + half;
    }
  }

  private static void add(
      int[] a,
      int byA,
      int[] b,
      int byB,
      int[] c,
      int byC,
      int[] d,
      int byD,
      int[] into,
      int count) {
    for (int i = 0; i < count; i++) {
      into[i] += a[i] * byA + b[i] * byB + c[i] * byC + d[i] * byD;
    }
  }
}
