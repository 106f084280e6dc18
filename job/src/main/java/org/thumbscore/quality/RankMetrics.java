package org.thumbscore.quality;

/**
 * Metrics of a ranking, without a threshold. NaN where one is not defined.
 *
 * @param rocAuc area under the ROC curve; ties count half; NaN unless both labels occur
 * @param averagePrecision the mean over positives of the precision at their score, as scikit-learn
 *     computes it; NaN without positives
 * @param spearman rank correlation of score and label, ties at their mean rank, as SciPy computes
 *     it; NaN where either is constant
 */
record RankMetrics(double rocAuc, double averagePrecision, double spearman) {

  /** In one pass from the highest score down. */
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
      // Centred on the mean rank, so that sums over many rows lose nothing.
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
