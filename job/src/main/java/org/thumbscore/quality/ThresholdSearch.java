package org.thumbscore.quality;

import java.util.OptionalDouble;

/** Finds the threshold of a policy among the cuts between neighbouring scores. */
final class ThresholdSearch {
  private final RankedCounts counts;

  ThresholdSearch(RankedCounts counts) {
    this.counts = counts;
  }

  /** On the cosine; empty where no cut satisfies the policy. */
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
        // Descending, so that the last to reach it is the lowest.
        best = above > 0 && reaches(truePositives, above, wanted.precision()) ? i : best;
      } else if (policy instanceof Policy.MinRecall wanted) {
        best = best < 0 && reaches(truePositives, positives, wanted.recall()) ? i : best;
      }
    }
    return best < 0 ? OptionalDouble.empty() : OptionalDouble.of(cutBelow(best));
  }

  /** By the quotient that is shown: 0.56 * 25 is more than 14, where 14 / 25 is 0.56. */
  private static boolean reaches(long part, long whole, double wanted) {
    return (double) part / whole >= wanted;
  }

  /** Half way to the next lower score; below the lowest, the next number or the scale's end. */
  private double cutBelow(int index) {
    double score = counts.scores()[index];
    if (index + 1 < counts.size()) {
      double middle = (score + counts.scores()[index + 1]) / 2;
      return middle < score ? middle : counts.scores()[index + 1];
    }
    return Math.max(-1, score - 1e-6);
  }
}
