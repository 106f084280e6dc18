package org.thumbscore.quality;

/**
 * The deviation of scores from those of a calibration.
 *
 * @param psi the population stability index over ten groups of the calibration's distribution
 * @param ks the Kolmogorov-Smirnov distance, evaluated at the edges of the bins
 */
public record ScoreDrift(double psi, double ks) {
  /**
   * The index above which the population is usually considered changed; below 0.1 it is considered
   * stable.
   */
  public static final double WARNING_PSI = 0.25;

  private static final int GROUPS = 10;

  /** The minimum share of a group, which keeps the index finite for empty groups. */
  private static final double LEAST_SHARE = 0.5e-4;

  /**
   * Returns the drift between two non-empty distributions over the same bins.
   *
   * @throws CalibrationException if the widths of the bins differ
   */
  public static ScoreDrift between(ScoreHistogram calibration, ScoreHistogram scored) {
    double[] expected = calibration.shares();
    double[] found = scored.shares();
    if (expected.length != found.length) {
      throw new CalibrationException(
          "Cannot compare with the calibration's histogram: its bins are %s wide, expected %s. Calibrate again"
              .formatted(calibration.width(), scored.width()));
    }
    double psi = 0;
    double ks = 0;
    double expectedSum = 0;
    double foundSum = 0;
    double expectedGroup = 0;
    double foundGroup = 0;
    for (int i = 0; i < expected.length; i++) {
      expectedSum += expected[i];
      foundSum += found[i];
      expectedGroup += expected[i];
      foundGroup += found[i];
      ks = Math.max(ks, Math.abs(expectedSum - foundSum));
      if (expectedGroup >= 1.0 / GROUPS || i == expected.length - 1) {
        psi += term(expectedGroup, foundGroup);
        expectedGroup = 0;
        foundGroup = 0;
      }
    }
    return new ScoreDrift(psi, ks);
  }

  private static double term(double expected, double found) {
    double e = Math.max(expected, LEAST_SHARE);
    double f = Math.max(found, LEAST_SHARE);
    return (f - e) * Math.log(f / e);
  }

  /** Returns whether the drift is large enough that the threshold should be reviewed. */
  public boolean exceedsWarning() {
    return psi > WARNING_PSI;
  }
}
