package org.thumbscore.counterfactual;

import org.thumbscore.runtime.EncoderException;

/**
 * The distribution of the token at a masked position.
 *
 * @param cumulative the cumulative probabilities by token id, not normalized
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; only passed between two steps
record TokenDistribution(double[] cumulative) {
  /**
   * Returns the softmax of the logits at a position, divided by a temperature.
   *
   * @param excluded the ids that are never drawn
   * @throws EncoderException if a logit is not finite
   */
  static TokenDistribution of(
      TextModel.Logits logits, int position, double temperature, boolean[] excluded) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int id = 0; id < logits.width(); id++) {
      highest = Math.max(highest, excluded[id] ? highest : logits.at(position, id));
    }
    double[] cumulative = new double[logits.width()];
    double sum = 0;
    for (int id = 0; id < logits.width(); id++) {
      sum += excluded[id] ? 0 : Math.exp((logits.at(position, id) - highest) / temperature);
      cumulative[id] = sum;
    }
    if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
      throw new EncoderException(
          "Cannot fill a mask: the masked language model computes logits that are not finite");
    }
    return new TokenDistribution(cumulative);
  }

  /** Returns the first id whose cumulative probability exceeds a number in [0, 1). */
  int draw(double uniform) {
    double wanted = uniform * cumulative[cumulative.length - 1];
    int low = 0;
    int high = cumulative.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] > wanted) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
