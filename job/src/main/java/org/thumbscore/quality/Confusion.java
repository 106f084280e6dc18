package org.thumbscore.quality;

/**
 * A confusion matrix. Ratios with a denominator of zero are 0, as in scikit-learn.
 *
 * @param truePositives the number of rows with label 1 and a score above the threshold
 * @param falsePositives the number of rows with label 0 and a score above the threshold
 * @param falseNegatives the number of rows with label 1 and a score not above the threshold
 * @param trueNegatives the number of rows with label 0 and a score not above the threshold
 */
public record Confusion(
    long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {

  /** Returns the confusion matrix at a threshold. A score is positive if it is strictly greater. */
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
