package org.thumbscore.image.resample;

import java.util.Arrays;
import org.thumbscore.image.header.Sample;

/**
 * Weighted sums of packed pixels for a run of adjacent outputs. Not thread-safe.
 *
 * <p>The loops index every array only with the loop variable, because HotSpot 17 only vectorizes
 * loops of this form.
 */
final class ChannelSums {
  private final int[] red;
  private final int[] green;
  private final int[] blue;

  ChannelSums(int capacity) {
    this.red = new int[capacity];
    this.green = new int[capacity];
    this.blue = new int[capacity];
  }

  int capacity() {
    return red.length;
  }

  /** Begins sums with a weight's number of fractional bits. */
  void reset(int count, int bits) {
    int half = 1 << (bits - 1);
    Arrays.fill(red, 0, count, half);
    Arrays.fill(green, 0, count, half);
    Arrays.fill(blue, 0, count, half);
  }

  /** Adds {@code weight} times each of the first {@code count} pixels. */
  void add(int[] pixels, int count, int weight) {
    add(pixels, count, weight, red, green, blue);
  }

  private static void add(int[] pixels, int count, int weight, int[] red, int[] green, int[] blue) {
    for (int i = 0; i < count; i++) {
      int pixel = pixels[i];
      red[i] += (pixel >>> 24) * weight;
      green[i] += (pixel >>> 16 & 0xFF) * weight;
      blue[i] += (pixel >>> 8 & 0xFF) * weight;
    }
  }

  /** Rounds and clips the first {@code count} sums to packed pixels. */
  void pack(int[] pixels, int count, int bits) {
    pack(red, green, blue, pixels, count, bits);
  }

  static void pack(int[] red, int[] green, int[] blue, int[] pixels, int count, int bits) {
    for (int i = 0; i < count; i++) {
      pixels[i] =
          Sample.clip(red[i] >> bits) << 24
              | Sample.clip(green[i] >> bits) << 16
              | Sample.clip(blue[i] >> bits) << 8;
    }
  }
}
