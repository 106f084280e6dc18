package org.thumbscore.quality;

/**
 * Metrics of a ranking, which need no threshold. A metric is NaN if it is undefined.
 *
 * @param rocAuc the area under the ROC curve, with ties counted half; NaN unless both labels occur
 * @param averagePrecision the mean over positives of the precision at their score, as computed by
 *     scikit-learn; NaN without positives
 * @param spearman the rank correlation of score and label with mean ranks for ties, as computed by
 *     SciPy; NaN if either is constant
 */
record RankMetrics(double rocAuc, double averagePrecision, double spearman) {

  /** Computes the metrics in one pass over the scores in descending order. */
  static RankMetrics of(RankedCounts counts) {
    double positives = counts.positiveRows();
    double negatives = counts.negativeRows();
    double rows = positives + negatives;
    double above = 0;
    double positivesAbove = 0;
    double pairs = 0;
    double precision = 0;
    double centred = 0;
    double squares = 0;
    for (int i = 0; i < counts.size(); i++) {
      double p = counts.positives()[i];
      double n = counts.negatives()[i];
      pairs += n * (positivesAbove + p / 2);
      // Ranks are centered on their mean to avoid losing precision in sums over many rows.
      double rank = above + (p + n) / 2 - rows / 2;
      centred += p * rank;
      squares += (p + n) * rank * rank;
      above += p + n;
      positivesAbove += p;
      precision += p == 0 ? 0 : p * (positivesAbove / above);
    }
    double labelVariance = positives * negatives / rows;
    return new RankMetrics(
        pairs / (positives * negatives),
        precision / positives,
        -centred / Math.sqrt(squares * labelVariance));
  }
}
