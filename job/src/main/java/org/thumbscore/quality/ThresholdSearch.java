package org.thumbscore.quality;

import java.util.OptionalDouble;

/** Finds the threshold of a policy among the cuts between neighboring scores. */
final class ThresholdSearch {
  private final RankedCounts counts;

  ThresholdSearch(RankedCounts counts) {
    this.counts = counts;
  }

  /** Returns the threshold on the cosine, or empty if no cut satisfies the policy. */
  OptionalDouble find(Policy policy) {
    int best = -1;
    double bestF1 = 0;
    long positives = counts.positiveRows();
    long truePositives = 0;
    long above = 0;
    for (int i = 0; i < counts.size(); i++) {
      truePositives += counts.positives()[i];
      above += counts.positives()[i] + counts.negatives()[i];
      if (policy instanceof Policy.MaxF1) {
        double f1 = 2.0 * truePositives / (above + positives);
        if (f1 > bestF1) {
          bestF1 = f1;
          best = i;
        }
      } else if (policy instanceof Policy.MinPrecision wanted) {
        // Scores are in descending order, so the last cut that qualifies is the lowest.
        best = above > 0 && reaches(truePositives, above, wanted.precision()) ? i : best;
      } else if (policy instanceof Policy.MinRecall wanted) {
        best = best < 0 && reaches(truePositives, positives, wanted.recall()) ? i : best;
      }
    }
    return best < 0 ? OptionalDouble.empty() : OptionalDouble.of(cutBelow(best));
  }

  /**
   * Compares the quotient instead of a product, because 0.56 * 25 exceeds 14 in floating point
   * although 14 / 25 equals 0.56.
   */
  private static boolean reaches(long part, long whole, double wanted) {
    return (double) part / whole >= wanted;
  }

  /**
   * Returns the midpoint to the next lower score, or a value just below the lowest score but at
   * least -1.
   */
  private double cutBelow(int index) {
    double score = counts.scores()[index];
    if (index + 1 < counts.size()) {
      double middle = (score + counts.scores()[index + 1]) / 2;
      return middle < score ? middle : counts.scores()[index + 1];
    }
    return Math.max(-1, score - 1e-6);
  }
}
