package org.thumbscore.image.jpeg;

import java.util.Arrays;

/** The coefficients of some blocks of a component. Not thread-safe. */
final class CoefficientPlane {
  static final int SIZE = 64;

  /** By zigzag index: the index in rows of eight. */
  static final int[] NATURAL = {
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
    12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
    35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
    58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63
  };

  /**
   * The largest sum of absolute values of the dequantized coefficients of a block for which the
   * 16-bit sums of libjpeg-turbo's SIMD code cannot overflow. Blocks of an image of 8 bits rarely
   * exceed it.
   */
  private static final int MOST = 5_800;

  /** The numbers of columns and rows of blocks. */
  final int across;

  final int down;

  /** Blocks in rows, each with its coefficients in rows of eight. */
  final short[] values;

  /** By block: the columns that are not zero, as bits. */
  final byte[] used;

  /** By zigzag index: the lowest bit that the scans have told so far, or -1 if none has. */
  final int[] known = new int[SIZE];

  CoefficientPlane(int across, int down) {
    this.across = across;
    this.down = down;
    values = new short[SIZE * across * down];
    used = new byte[across * down];
    Arrays.fill(known, -1);
  }

  /** Returns the index of a block. */
  int block(int x, int y) {
    return y * across + x;
  }

  /** Throws if the sum of absolute values of a block is larger than transforms allow. */
  static void requireSum(int sum) throws UnusualJpegException {
    if (sum > MOST) {
      throw new UnusualJpegException(
          "a block with larger coefficients than samples of 8 bits have");
    }
  }

  /** Throws if bits of a coefficient are missing, where libjpeg would guess smooth ones. */
  void requireAllBits() throws UnusualJpegException {
    for (int lowest : known) {
      if (lowest != 0) {
        throw new UnusualJpegException("a progressive image without all of its scans");
      }
    }
  }

  /**
   * Dequantizes all coefficients in place.
   *
   * @param factors the factors in zigzag order
   */
  void dequantize(int[] factors) throws UnusualJpegException {
    int[] natural = new int[SIZE];
    for (int k = 0; k < SIZE; k++) {
      natural[NATURAL[k]] = factors[k];
    }
    for (int block = 0; block < used.length; block++) {
      used[block] = (byte) dequantize(SIZE * block, natural);
    }
  }

  private int dequantize(int at, int[] factors) throws UnusualJpegException {
    int columns = 0;
    int sum = 0;
    for (int k = 0; k < SIZE; k++) {
      int value = values[at + k];
      if (value != 0) {
        int dequantized = value * factors[k];
        // checked at once, before the sum or the value can overflow
        sum += Math.abs(dequantized);
        requireSum(sum);
        values[at + k] = (short) dequantized;
        columns |= 1 << (k & 7);
      }
    }
    return columns;
  }
}
