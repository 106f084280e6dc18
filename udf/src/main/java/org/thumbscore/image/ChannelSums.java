package org.thumbscore.image;

import java.util.Arrays;

/**
 * Weighted sums of packed pixels, one for each of a run of neighbours. The loops are as plain as
 * they are so that the compiler makes vector instructions of them. Not thread-safe.
 */
final class ChannelSums {
  private static final int HALF = 1 << (ResampleKernel.PRECISION_BITS - 1);

  private final int[] red;
  private final int[] green;
  private final int[] blue;

  ChannelSums(int capacity) {
    this.red = new int[capacity];
    this.green = new int[capacity];
    this.blue = new int[capacity];
  }

  void reset(int count) {
    Arrays.fill(red, 0, count, HALF);
    Arrays.fill(green, 0, count, HALF);
    Arrays.fill(blue, 0, count, HALF);
  }

  /** Adds {@code weight} times each of {@code count} pixels. */
  void add(int[] pixels, int from, int count, int weight) {
    for (int i = 0; i < count; i++) {
      int pixel = pixels[from + i];
      red[i] += (pixel >>> 24) * weight;
      green[i] += (pixel >>> 16 & 0xFF) * weight;
      blue[i] += (pixel >>> 8 & 0xFF) * weight;
    }
  }

  /** Rounds and clips the sums to packed pixels. */
  void pack(int[] pixels, int to, int count) {
    for (int i = 0; i < count; i++) {
      pixels[to + i] = clip(red[i]) << 24 | clip(green[i]) << 16 | clip(blue[i]) << 8;
    }
  }

  private static int clip(int sum) {
    return Math.max(0, Math.min(255, sum >> ResampleKernel.PRECISION_BITS));
  }
}
