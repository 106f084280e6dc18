package org.thumbscore.quality;

/**
 * How far scores have moved from those of a calibration.
 *
 * @param psi population stability index over the calibration's tenths
 * @param ks Kolmogorov-Smirnov distance, at the bins' edges
 */
public record ScoreDrift(double psi, double ks) {
  /** The usual reading: below 0.1 stable, above 0.25 another population. */
  public static final double WARNING_PSI = 0.25;

  private static final int GROUPS = 10;

  /** Keeps an empty group from an infinite index: half a row in ten thousand. */
  private static final double LEAST_SHARE = 0.5e-4;

  /** Between two distributions over the same bins; both must hold rows. */
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

  /** Whether the threshold should be looked at again. */
  public boolean exceedsWarning() {
    return psi > WARNING_PSI;
  }
}
