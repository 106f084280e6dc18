package org.thumbscore.quality;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * The probability that an image represents its article, as a function of the cosine.
 *
 * @param method {@code isotonic} or {@code logistic}
 * @param scores for isotonic, the ascending boundaries between which the probability is
 *     interpolated
 * @param probabilities for isotonic, the probability at each boundary
 * @param intercept for logistic, the intercept
 * @param coefficient for logistic, the coefficient of the cosine
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScoreProbability(
    @JsonProperty(value = "method", required = true) String method,
    @JsonProperty("scores") List<Double> scores,
    @JsonProperty("probabilities") List<Double> probabilities,
    @JsonProperty("intercept") Double intercept,
    @JsonProperty("coefficient") Double coefficient)
    implements Serializable {
  public ScoreProbability {
    Objects.requireNonNull(method, "probability.method");
    boolean isotonic = method.equals("isotonic") && scores != null && probabilities != null;
    boolean logistic = method.equals("logistic") && intercept != null && coefficient != null;
    if (!(logistic || (isotonic && !scores.isEmpty() && scores.size() == probabilities.size()))) {
      throw new IllegalArgumentException(
          "probability is neither isotonic with scores and probabilities nor logistic with intercept and coefficient");
    }
  }

  /**
   * Returns a digest that is equal exactly for equal values. It is stored in ledgers, so it must
   * remain the same across versions of this class.
   */
  public String digest() {
    String values =
        "ScoreProbability[method=%s, scores=%s, probabilities=%s, intercept=%s, coefficient=%s]"
            .formatted(method, scores, probabilities, intercept, coefficient);
    return UUID.nameUUIDFromBytes(values.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Returns the probability for a cosine, in [0, 1]. */
  public double of(double cosine) {
    return scores == null
        ? 1 / (1 + Math.exp(-(intercept + coefficient * cosine)))
        : interpolated(cosine);
  }

  private double interpolated(double cosine) {
    int found = Collections.binarySearch(scores, cosine);
    if (found >= 0) {
      return probabilities.get(found);
    }
    int above = -found - 1;
    if (above == 0) {
      return probabilities.get(0);
    }
    if (above == scores.size()) {
      return probabilities.get(above - 1);
    }
    double share = (cosine - scores.get(above - 1)) / (scores.get(above) - scores.get(above - 1));
    double low = probabilities.get(above - 1);
    return low + share * (probabilities.get(above) - low);
  }
}
