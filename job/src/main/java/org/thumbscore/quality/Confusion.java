package org.thumbscore.quality;

/**
 * Counts of decisions; ratios whose denominator is zero are 0, as scikit-learn has them.
 *
 * @param truePositives label 1, score above the threshold; and so on
 */
public record Confusion(
    long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {

  /** At a threshold: 1 where the score is strictly greater. */
  static Confusion of(RankedCounts counts, double threshold) {
    long truePositives = 0;
    long falsePositives = 0;
    for (int i = 0; i < counts.size() && counts.scores()[i] > threshold; i++) {
      truePositives += counts.positives()[i];
      falsePositives += counts.negatives()[i];
    }
    return new Confusion(
        truePositives,
        falsePositives,
        counts.positiveRows() - truePositives,
        counts.negativeRows() - falsePositives);
  }

  double precision() {
    return ratio(truePositives, truePositives + falsePositives);
  }

  double recall() {
    return ratio(truePositives, truePositives + falseNegatives);
  }

  double f1() {
    return ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
  }

  double accuracy() {
    long rows = truePositives + falsePositives + falseNegatives + trueNegatives;
    return ratio(truePositives + trueNegatives, rows);
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
