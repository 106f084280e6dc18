package org.thumbscore.quality;

/**
 * How many negatives and positives have each score: all that the metrics need to know. Immutable by
 * agreement: the arrays are not to be changed.
 *
 * @param scores distinct, descending
 * @param negatives rows of label 0 for each score
 * @param positives rows of label 1 for each score
 * @param resolution whether each distinct score of the rows is here
 */
@SuppressWarnings("ArrayRecordComponent") // never a key
record RankedCounts(double[] scores, long[] negatives, long[] positives, Resolution resolution) {

  /** What a score stands for. */
  enum Resolution {
    /** Itself. */
    EXACT,
    /** All scores near it. */
    LEVELS
  }

  RankedCounts {
    if (scores.length != negatives.length || scores.length != positives.length) {
      throw new IllegalArgumentException("arrays of different lengths");
    }
  }

  /** The same scores with other counts, as a resample has. */
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
