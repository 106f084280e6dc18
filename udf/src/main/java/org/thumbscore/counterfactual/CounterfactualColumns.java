package org.thumbscore.counterfactual;

/** The names of the columns that are written only with counterfactual texts. */
public final class CounterfactualColumns {
  /** The text with other names; null if the status is not {@code OK}. */
  public static final String COUNTERFACTUAL = "counterfactual";

  /** The similarity of image and counterfactual text, a float in [-1, 1]; null if there is none. */
  public static final String COUNTERFACTUAL_SIMILARITY = "counterfactual_similarity";

  /** The number of texts that were tried; null if there was nothing to try. */
  public static final String TRIES = "tries";

  /** The names that were masked, an array of strings; null if none was. */
  public static final String MASKED_NAMES = "masked_names";

  private CounterfactualColumns() {}
}
