package org.thumbscore.image.jpeg;

import java.util.Arrays;
import org.thumbscore.image.header.Sample;

/**
 * The samples of a component within the window, column by column. Not thread-safe.
 *
 * <p>The columns of the inverse cosine transform are computed as blocks arrive, one at a time and
 * only where they have coefficients. The rows are computed when columns are read, for all rows of a
 * block column at once, in loops that HotSpot vectorizes. A plane can hold its even rows before its
 * odd ones, so that each of the halves lies beside the chroma rows that it shares colors with.
 *
 * @see <a href="https://github.com/libjpeg-turbo/libjpeg-turbo/blob/main/src/jidctint.c">libjpeg,
 *     jidctint.c, jpeg_idct_islow</a>
 */
final class SamplePlane {
  private static final int CONST_BITS = 13;
  private static final int PASS1_BITS = 2;
  private static final int F_0_298 = 2446;
  private static final int F_0_390 = 3196;
  private static final int F_0_541 = 4433;
  private static final int F_0_765 = 6270;
  private static final int F_0_899 = 7373;
  private static final int F_1_175 = 9633;
  private static final int F_1_501 = 12299;
  private static final int F_1_847 = 15137;
  private static final int F_1_961 = 16069;
  private static final int F_2_053 = 16819;
  private static final int F_2_562 = 20995;
  private static final int F_3_072 = 25172;

  private static final int COLUMN_SHIFT = CONST_BITS - PASS1_BITS;
  private static final int COLUMN_HALF = 1 << (COLUMN_SHIFT - 1);
  private static final int ROW_SHIFT = CONST_BITS + PASS1_BITS + 3;

  /** Half of the last place, and the 128 by which samples are shifted. */
  private static final int ROW_HALF = (1 << (ROW_SHIFT - 1)) + (128 << ROW_SHIFT);

  private static final int BLOCK = Frame.BLOCK;

  private final CoefficientPlane coefficients;
  private final int firstAcross;
  private final int firstDown;
  private final int rows;
  private final int rowStep;
  private final int oddRows;

  /** The samples of the two block columns that were read last, by their number modulo 2. */
  private final int[][][] columns;

  private final int[] held = {-1, -1};
  private final int[][] sums;

  /**
   * Makes a plane.
   *
   * @param coefficients dequantized coefficients, which this plane reads when it needs them
   * @param firstAcross the first column of blocks
   * @param firstDown the first row of blocks
   * @param down the number of rows of blocks
   * @param split whether the even rows come before the odd ones
   */
  SamplePlane(
      CoefficientPlane coefficients, int firstAcross, int firstDown, int down, boolean split) {
    this.coefficients = coefficients;
    this.firstAcross = firstAcross;
    this.firstDown = firstDown;
    rows = BLOCK * down;
    columns = new int[2][BLOCK][rows];
    rowStep = split ? 1 : 2;
    oddRows = split ? rows / 2 : 1;
    sums = new int[BLOCK][rows];
  }

  /** Returns the number of rows, which is the length of a column. */
  int rows() {
    return rows;
  }

  /**
   * Returns a column of samples, in [0, 255]. The array must not be modified; it is overwritten
   * when the second next column of blocks is read.
   */
  int[] column(int x) {
    int block = x / BLOCK;
    int place = block & 1;
    if (held[place] != block) {
      held[place] = block;
      transformColumns(block, columns[place]);
      transformRows(columns[place]);
    }
    return columns[place][x % BLOCK];
  }

  /** Transforms the columns of all blocks of a column of blocks. */
  private void transformColumns(int across, int[][] into) {
    for (int[] column : into) {
      Arrays.fill(column, 0);
    }
    for (int y = 0; y < rows / BLOCK; y++) {
      int block = coefficients.block(firstAcross + across, firstDown + y);
      int at = y * BLOCK * rowStep / 2;
      for (int left = coefficients.used[block] & 0xFF; left != 0; left &= left - 1) {
        int x = Integer.numberOfTrailingZeros(left);
        transformColumn(
            coefficients.values, CoefficientPlane.SIZE * block + x, into[x], at, rowStep, oddRows);
      }
    }
  }

  private static void transformColumn(short[] block, int x, int[] into, int at, int step, int odd) {
    if ((block[x + 32] | block[x + 40] | block[x + 48] | block[x + 56]) == 0) {
      transformLowColumn(block, x, into, at, step, odd);
    } else {
      transformFullColumn(block, x, into, at, step, odd);
    }
  }

  /** Transforms a column of which only the first four coefficients are not zero, as most are. */
  private static void transformLowColumn(
      short[] block, int x, int[] into, int at, int step, int odd) {
    int t = (block[x] << CONST_BITS) + COLUMN_HALF;
    int c1 = block[x + 8];
    int c2 = block[x + 16];
    int c3 = block[x + 24];
    int t10 = t + c2 * (F_0_541 + F_0_765);
    int t13 = t - c2 * (F_0_541 + F_0_765);
    int t11 = t + c2 * F_0_541;
    int t12 = t - c2 * F_0_541;
    int o0 = c1 * (F_1_175 - F_0_899) + c3 * (F_1_175 - F_1_961);
    int o1 = c1 * (F_1_175 - F_0_390) + c3 * (F_1_175 - F_2_562);
    int o2 = c1 * F_1_175 + c3 * (F_3_072 - F_2_562 - F_1_961 + F_1_175);
    int o3 = c1 * (F_1_501 - F_0_899 - F_0_390 + F_1_175) + c3 * F_1_175;
    into[at] = (t10 + o3) >> COLUMN_SHIFT;
    into[at + odd] = (t11 + o2) >> COLUMN_SHIFT;
    into[at + step] = (t12 + o1) >> COLUMN_SHIFT;
    into[at + step + odd] = (t13 + o0) >> COLUMN_SHIFT;
    into[at + 2 * step] = (t13 - o0) >> COLUMN_SHIFT;
    into[at + 2 * step + odd] = (t12 - o1) >> COLUMN_SHIFT;
    into[at + 3 * step] = (t11 - o2) >> COLUMN_SHIFT;
    into[at + 3 * step + odd] = (t10 - o3) >> COLUMN_SHIFT;
  }

  private static void transformFullColumn(
      short[] block, int x, int[] into, int at, int step, int odd) {
    int z2 = block[x + 16];
    int z3 = block[x + 48];
    int z1 = (z2 + z3) * F_0_541;
    int t2 = z1 - z3 * F_1_847;
    int t3 = z1 + z2 * F_0_765;
    z2 = block[x];
    z3 = block[x + 32];
    int t0 = ((z2 + z3) << CONST_BITS) + COLUMN_HALF;
    int t1 = ((z2 - z3) << CONST_BITS) + COLUMN_HALF;
    int t10 = t0 + t3;
    int t13 = t0 - t3;
    int t11 = t1 + t2;
    int t12 = t1 - t2;
    int o0 = block[x + 56];
    int o1 = block[x + 40];
    int o2 = block[x + 24];
    int o3 = block[x + 8];
    z1 = (o0 + o3) * -F_0_899;
    z2 = (o1 + o2) * -F_2_562;
    z3 = o0 + o2;
    int z4 = o1 + o3;
    int z5 = (z3 + z4) * F_1_175;
    z3 = z5 - z3 * F_1_961;
    z4 = z5 - z4 * F_0_390;
    o0 = o0 * F_0_298 + z1 + z3;
    o1 = o1 * F_2_053 + z2 + z4;
    o2 = o2 * F_3_072 + z2 + z3;
    o3 = o3 * F_1_501 + z1 + z4;
    into[at] = (t10 + o3) >> COLUMN_SHIFT;
    into[at + odd] = (t11 + o2) >> COLUMN_SHIFT;
    into[at + step] = (t12 + o1) >> COLUMN_SHIFT;
    into[at + step + odd] = (t13 + o0) >> COLUMN_SHIFT;
    into[at + 2 * step] = (t13 - o0) >> COLUMN_SHIFT;
    into[at + 2 * step + odd] = (t12 - o1) >> COLUMN_SHIFT;
    into[at + 3 * step] = (t11 - o2) >> COLUMN_SHIFT;
    into[at + 3 * step + odd] = (t10 - o3) >> COLUMN_SHIFT;
  }

  /**
   * Transforms all rows of a column of blocks in place. Each loop is small enough for HotSpot to
   * vectorize it.
   */
  private void transformRows(int[][] columns) {
    int[] c1 = columns[1];
    int[] c3 = columns[3];
    int[] c5 = columns[5];
    int[] c7 = columns[7];
    sum(columns[0], columns[4], columns[2], columns[6], sums[0], sums[3], rows);
    difference(columns[0], columns[4], columns[2], columns[6], sums[1], sums[2], rows);
    oddOuter(c1, c3, c5, c7, sums[4], sums[5], rows);
    oddInner(c1, c3, c5, c7, sums[6], sums[7], rows);
    for (int i = 0; i < 4; i++) {
      join(sums[i], sums[4 + i], columns[i], columns[7 - i], rows);
    }
  }

  private static void sum(
      int[] c0, int[] c4, int[] c2, int[] c6, int[] first, int[] last, int count) {
    for (int i = 0; i < count; i++) {
      int even = ((c0[i] + c4[i]) << CONST_BITS) + ROW_HALF;
      int odd = c2[i] * (F_0_541 + F_0_765) + c6[i] * F_0_541;
      first[i] = even + odd;
      last[i] = even - odd;
    }
  }

  private static void difference(
      int[] c0, int[] c4, int[] c2, int[] c6, int[] first, int[] last, int count) {
    for (int i = 0; i < count; i++) {
      int even = ((c0[i] - c4[i]) << CONST_BITS) + ROW_HALF;
      int odd = c2[i] * F_0_541 + c6[i] * (F_0_541 - F_1_847);
      first[i] = even + odd;
      last[i] = even - odd;
    }
  }

  private static void oddOuter(
      int[] c1, int[] c3, int[] c5, int[] c7, int[] first, int[] second, int count) {
    for (int i = 0; i < count; i++) {
      int a = c1[i];
      int b = c3[i];
      int c = c5[i];
      int d = c7[i];
      first[i] =
          a * (F_1_501 - F_0_899 - F_0_390 + F_1_175)
              + b * F_1_175
              + c * (F_1_175 - F_0_390)
              + d * (F_1_175 - F_0_899);
      second[i] =
          a * F_1_175
              + b * (F_3_072 - F_2_562 - F_1_961 + F_1_175)
              + c * (F_1_175 - F_2_562)
              + d * (F_1_175 - F_1_961);
    }
  }

  private static void oddInner(
      int[] c1, int[] c3, int[] c5, int[] c7, int[] third, int[] fourth, int count) {
    for (int i = 0; i < count; i++) {
      int a = c1[i];
      int b = c3[i];
      int c = c5[i];
      int d = c7[i];
      third[i] =
          a * (F_1_175 - F_0_390)
              + b * (F_1_175 - F_2_562)
              + c * (F_2_053 - F_2_562 - F_0_390 + F_1_175)
              + d * F_1_175;
      fourth[i] =
          a * (F_1_175 - F_0_899)
              + b * (F_1_175 - F_1_961)
              + c * F_1_175
              + d * (F_0_298 - F_0_899 - F_1_961 + F_1_175);
    }
  }

  private static void join(int[] even, int[] odd, int[] first, int[] last, int count) {
    for (int i = 0; i < count; i++) {
      int a = even[i];
      int b = odd[i];
      first[i] = Sample.clip((a + b) >> ROW_SHIFT);
      last[i] = Sample.clip((a - b) >> ROW_SHIFT);
    }
  }
}
