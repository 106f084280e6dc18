package org.thumbscore.quality;

import java.util.Arrays;
import java.util.Optional;

/**
 * A 95% percentile interval of resampled values.
 *
 * @param low the 2.5th percentile
 * @param high the 97.5th percentile
 */
public record Interval(double low, double high) {
  private static final double TAIL = 0.025;

  /**
   * Returns the interval of the finite values, or empty if more than half of the values are not
   * finite.
   */
  static Optional<Interval> of(double[] values) {
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    if (sorted.length == 0 || 2 * sorted.length < values.length) {
      return Optional.empty();
    }
    return Optional.of(new Interval(percentile(sorted, TAIL), percentile(sorted, 1 - TAIL)));
  }

  /** Returns a percentile with linear interpolation, as NumPy does. */
  private static double percentile(double[] sorted, double fraction) {
    double rank = fraction * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }
}
