package org.thumbscore.image.resample;

/**
 * What each output sample of one axis sums up: a run of input samples with fixed-point weights.
 * Immutable.
 *
 * @see <a
 *     href="https://github.com/python-pillow/Pillow/blob/main/src/libImaging/Resample.c">Pillow,
 *     Resample.c, precompute_coeffs and normalize_coeffs_8bpc</a>
 */
public final class ResampleKernel {
  /** Bits behind the point: 32 less 8 for the sample and 2 for what overshoots. */
  static final int PRECISION_BITS = 32 - 8 - 2;

  private final int[] starts;
  private final int[][] weights;

  private ResampleKernel(int[] starts, int[][] weights) {
    this.starts = starts;
    this.weights = weights;
  }

  /**
   * The part of a kernel that yields the output samples {@code from} to {@code to - 1}.
   *
   * @param inSize samples before scaling
   * @param outSize samples after scaling
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

  /** First input sample of an output sample. */
  int start(int output) {
    return starts[output];
  }

  /** Weights of the input samples from {@link #start} on; not to be changed. */
  int[] weights(int output) {
    return weights[output];
  }

  /** Most input samples that one output sample sums up. */
  int longest() {
    int longest = 0;
    for (int[] run : weights) {
      longest = Math.max(longest, run.length);
    }
    return longest;
  }

  /** First input sample that is needed at all. */
  int firstInput() {
    return starts[0];
  }

  /** How many input samples are needed. */
  int inputs() {
    return endInput() - firstInput();
  }

  /** One behind the last input sample that is needed. */
  int endInput() {
    int last = starts.length - 1;
    return starts[last] + weights[last].length;
  }
}
