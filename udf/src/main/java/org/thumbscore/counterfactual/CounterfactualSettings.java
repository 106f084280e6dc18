package org.thumbscore.counterfactual;

import java.io.Serializable;

/**
 * Settings for writing counterfactual texts.
 *
 * @param seed the seed of the random numbers; each text has a random stream of its own, so that the
 *     same text is changed in the same way wherever and whenever it is processed
 * @param temperature the temperature by which the logits of the masked language model are divided;
 *     more than 0
 * @param tries the maximum number of texts that are tried for each article; at least 1
 * @param maxMaskedShare the maximum share of a text's characters that may be masked, spaces not
 *     counted, in (0, 1]
 */
public record CounterfactualSettings(
    long seed, double temperature, int tries, double maxMaskedShare) implements Serializable {
  /** The settings of the paper, with seed 1. */
  public static final CounterfactualSettings DEFAULT = new CounterfactualSettings(1, 2.0, 10, 0.3);

  public CounterfactualSettings {
    if (!(temperature > 0) || tries < 1 || !(maxMaskedShare > 0 && maxMaskedShare <= 1)) {
      throw new IllegalArgumentException(
          "expected temperature > 0, tries >= 1 and a share in (0, 1], found "
              + temperature
              + ", "
              + tries
              + " and "
              + maxMaskedShare);
    }
  }
}
