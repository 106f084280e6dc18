package org.thumbscore.image.resample;

/**
 * The run of input samples and the fixed-point weights for each output sample along one axis.
 * Immutable.
 *
 * @see <a
 *     href="https://github.com/python-pillow/Pillow/blob/main/src/libImaging/Resample.c">Pillow,
 *     Resample.c, precompute_coeffs and normalize_coeffs_8bpc</a>
 * @see <a
 *     href="https://github.com/pytorch/pytorch/blob/main/aten/src/ATen/native/cpu/UpSampleKernel.cpp">PyTorch,
 *     UpSampleKernel.cpp, _compute_index_ranges_int16_weights</a>
 */
public final class ResampleKernel {
  /** Pillow's number of fractional bits: 32 minus 8 for the sample and 2 for overshoot. */
  private static final int MOST_BITS = 32 - 8 - 2;

  private final int bits;
  private final int[] starts;
  private final int[][] weights;

  private ResampleKernel(int bits, int[] starts, int[][] weights) {
    this.bits = bits;
    this.starts = starts;
    this.weights = weights;
  }

  /**
   * Returns the part of a kernel that computes the output samples {@code from} to {@code to - 1}.
   *
   * @param profile how weights are rounded
   * @param inSize the number of samples before scaling
   * @param outSize the number of samples after scaling
   */
  public static ResampleKernel of(
      PreprocessingProfile profile,
      ResampleFilter filter,
      int inSize,
      int outSize,
      int from,
      int to) {
    int[] starts = new int[to - from];
    int[][] weights = new int[to - from][];
    int bits =
        profile.weights() == PreprocessingProfile.Weights.BITS_16
            ? bits(filter, inSize, outSize)
            : MOST_BITS;
    for (int i = 0; i < starts.length; i++) {
      Run run = Run.of(filter, inSize, outSize, from + i);
      starts[i] = run.start();
      weights[i] = fixed(run.weights(), bits);
    }
    return new ResampleKernel(bits, starts, weights);
  }

  /** Returns the fractional bits with which the largest weight of an axis fits into 16 bits. */
  private static int bits(ResampleFilter filter, int inSize, int outSize) {
    double largest = 0;
    for (int output = 0; output < outSize; output++) {
      for (double weight : Run.of(filter, inSize, outSize, output).weights()) {
        largest = Math.max(largest, weight);
      }
    }
    int bits = 0;
    while (bits < MOST_BITS && (int) (0.5 + largest * (1 << (bits + 1))) < 1 << 15) {
      bits++;
    }
    return bits;
  }

  /**
   * The weights of an output sample.
   *
   * @param start the first input sample
   * @param weights of this and the next input samples; their sum is 1
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Run(int start, double[] weights) {
    static Run of(ResampleFilter filter, int inSize, int outSize, int output) {
      double scale = (double) inSize / outSize;
      double stretch = Math.max(scale, 1);
      double support = filter.support() * stretch;
      double center = (output + 0.5) * scale;
      int start = Math.max((int) (center - support + 0.5), 0);
      int end = Math.min((int) (center + support + 0.5), inSize);
      return new Run(start, normalized(filter, start, end, center, 1 / stretch));
    }
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

  private static int[] fixed(double[] values, int bits) {
    int[] fixed = new int[values.length];
    for (int i = 0; i < fixed.length; i++) {
      double scaled = values[i] * (1 << bits);
      fixed[i] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    }
    return fixed;
  }

  /** Returns the number of fractional bits of the weights. */
  int bits() {
    return bits;
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
