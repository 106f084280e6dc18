package org.thumbscore.image.resample;

/**
 * The run of input samples and the fixed-point weights for each output sample along one axis.
 * Immutable.
 *
 * @see <a
 *     href="https://github.com/python-pillow/Pillow/blob/main/src/libImaging/Resample.c">Pillow,
 *     Resample.c, precompute_coeffs and normalize_coeffs_8bpc</a>
 */
public final class ResampleKernel {
  /** The number of fractional bits: 32 minus 8 for the sample and 2 for overshoot. */
  static final int PRECISION_BITS = 32 - 8 - 2;

  private final int[] starts;
  private final int[][] weights;

  private ResampleKernel(int[] starts, int[][] weights) {
    this.starts = starts;
    this.weights = weights;
  }

  /**
   * Returns the part of a kernel that computes the output samples {@code from} to {@code to - 1}.
   *
   * @param inSize the number of samples before scaling
   * @param outSize the number of samples after scaling
   */
  public static ResampleKernel of(
      ResampleFilter filter, int inSize, int outSize, int from, int to) {
    int[] starts = new int[to - from];
    int[][] weights = new int[to - from][];
    double scale = (double) inSize / outSize;
    double stretch = Math.max(scale, 1);
    double support = filter.support() * stretch;
    for (int i = 0; i < starts.length; i++) {
      double center = (from + i + 0.5) * scale;
      starts[i] = Math.max((int) (center - support + 0.5), 0);
      int end = Math.min((int) (center + support + 0.5), inSize);
      weights[i] = fixed(normalized(filter, starts[i], end, center, 1 / stretch));
    }
    return new ResampleKernel(starts, weights);
  }

  private static double[] normalized(
      ResampleFilter filter, int start, int end, double center, double shrink) {
    double[] values = new double[end - start];
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = filter.weight((i + start - center + 0.5) * shrink);
      sum += values[i];
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = sum == 0 ? values[i] : values[i] / sum;
    }
    return values;
  }

  private static int[] fixed(double[] values) {
    int[] fixed = new int[values.length];
    for (int i = 0; i < fixed.length; i++) {
      double scaled = values[i] * (1 << PRECISION_BITS);
      fixed[i] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    }
    return fixed;
  }

  int size() {
    return starts.length;
  }

  /** Returns the first input sample of an output sample. */
  int start(int output) {
    return starts[output];
  }

  /**
   * Returns the weights of the input samples from {@link #start} on. The array must not be
   * modified.
   */
  int[] weights(int output) {
    return weights[output];
  }

  /** Returns the maximum number of input samples for one output sample. */
  int longest() {
    int longest = 0;
    for (int[] run : weights) {
      longest = Math.max(longest, run.length);
    }
    return longest;
  }

  /** Returns the first input sample that is needed. */
  int firstInput() {
    return starts[0];
  }

  /** Returns the number of input samples that are needed. */
  int inputs() {
    return endInput() - firstInput();
  }

  /** Returns the index after the last input sample that is needed. */
  int endInput() {
    int last = starts.length - 1;
    return starts[last] + weights[last].length;
  }
}
