package org.thumbscore.quality;

/**
 * The number of negatives and positives for each score, from which all metrics are computed. The
 * arrays must not be modified.
 *
 * @param scores the distinct scores in descending order
 * @param negatives the number of rows with label 0 for each score
 * @param positives the number of rows with label 1 for each score
 * @param resolution whether the scores are exact or grouped into levels
 */
@SuppressWarnings("ArrayRecordComponent") // never used as a key
record RankedCounts(double[] scores, long[] negatives, long[] positives, Resolution resolution) {

  /** The resolution of counted scores. */
  enum Resolution {
    /** Each distinct score is counted separately. */
    EXACT,
    /** Scores close to each other are counted as one level. */
    LEVELS
  }

  RankedCounts {
    if (scores.length != negatives.length || scores.length != positives.length) {
      throw new IllegalArgumentException("arrays of different lengths");
    }
  }

  /** Returns the same scores with other counts, for instance those of a resample. */
  RankedCounts withCounts(long[] otherNegatives, long[] otherPositives) {
    return new RankedCounts(scores, otherNegatives, otherPositives, resolution);
  }

  boolean isExact() {
    return resolution == Resolution.EXACT;
  }

  int size() {
    return scores.length;
  }

  long negativeRows() {
    return sum(negatives);
  }

  long positiveRows() {
    return sum(positives);
  }

  long rows() {
    return negativeRows() + positiveRows();
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }
}
