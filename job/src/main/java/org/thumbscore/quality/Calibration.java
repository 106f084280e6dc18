package org.thumbscore.quality;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import java.util.Optional;
import org.thumbscore.lake.source.SimilarityQuantiles;
import org.thumbscore.score.LabelThreshold;

/**
 * A decision threshold and its provenance.
 *
 * @param policy how the threshold was chosen, for instance {@code median}
 * @param rows the number of validation scores it was chosen on
 * @param modelSha256 the digest of the bundle that computed those scores; the threshold is only
 *     valid for this bundle
 * @param created the creation time as an ISO-8601 instant
 * @param toolVersion the version of Thumbscore that wrote the calibration
 * @param method how the threshold was computed; like all following fields, null in files of older
 *     versions
 * @param interval the 95% interval of the threshold on the cosine; null for policies without labels
 * @param quantiles the minimum, the 5%, 25%, 50%, 75% and 95% quantiles and the maximum of the
 *     cosines
 * @param histogram the histogram of the cosines, for detecting drift
 * @param probability the fitted probability; null if none was requested
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Calibration(
    @JsonProperty(value = "policy", required = true) String policy,
    @JsonProperty(value = "threshold", required = true) Threshold threshold,
    @JsonProperty(value = "rows", required = true) long rows,
    @JsonProperty(value = "model_sha256", required = true) String modelSha256,
    @JsonProperty(value = "created", required = true) String created,
    @JsonProperty(value = "tool_version", required = true) String toolVersion,
    @JsonProperty("method") String method,
    @JsonProperty("interval") Interval interval,
    @JsonProperty("quantiles") SimilarityQuantiles quantiles,
    @JsonProperty("histogram") ScoreHistogram histogram,
    @JsonProperty("probability") ScoreProbability probability) {
  private static final double ROUNDING = 1e-6;
  private static final int LEAST_DIGEST = 8;

  public Calibration {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(threshold, "threshold");
    Objects.requireNonNull(modelSha256, "model_sha256");
    if (rows < 0) {
      throw new IllegalArgumentException("rows is " + rows + ", expected 0 or more");
    }
  }

  /**
   * A threshold on two scales.
   *
   * @param cosine the threshold on the cosine, in [-1, 1]
   * @param scaled the same threshold on the paper's scale {@code (cosine + 1) / 2}
   */
  public record Threshold(
      @JsonProperty(value = "cosine", required = true) double cosine,
      @JsonProperty(value = "scaled", required = true) double scaled) {
    /** Returns the threshold on both scales for a threshold on the cosine. */
    static Threshold ofCosine(double cosine) {
      return new Threshold(cosine, (cosine + 1) / 2);
    }

    public Threshold {
      if (!(Math.abs(cosine) <= 1)) {
        throw new IllegalArgumentException("threshold.cosine is " + cosine + ", expected -1 to 1");
      }
      if (!(Math.abs((cosine + 1) / 2 - scaled) <= ROUNDING)) {
        throw new IllegalArgumentException(
            "threshold.scaled is " + scaled + ", expected (cosine + 1) / 2 = " + (cosine + 1) / 2);
      }
    }
  }

  /**
   * Returns the threshold for the scores of a bundle.
   *
   * @param accepted the digest, or a prefix of it, of another bundle whose calibration the user
   *     accepts
   * @throws CalibrationException if the calibration was made with another bundle that was not
   *     accepted
   */
  public LabelThreshold thresholdFor(String bundleSha256, Optional<String> accepted) {
    if (!modelSha256.equals(bundleSha256) && accepted.filter(this::isMadeWith).isEmpty()) {
      throw new CalibrationException(
          "Cannot use this calibration: it was made with model %s, this run uses model %s. Calibrate this model, leave --calibration out, or take it nevertheless with --accept-calibration-of %.12s"
              .formatted(modelSha256, bundleSha256, modelSha256));
    }
    return new LabelThreshold(threshold.cosine());
  }

  /**
   * Returns the fitted probability.
   *
   * @param file the file of this calibration, for the error message
   * @throws CalibrationException if no probability was fitted
   */
  public ScoreProbability requireProbability(String file) {
    if (probability == null) {
      throw new CalibrationException(
          "Cannot give probabilities: calibration %s has none. Calibrate with --probability isotonic or logistic"
              .formatted(file));
    }
    return probability;
  }

  private boolean isMadeWith(String digest) {
    return digest.length() >= LEAST_DIGEST && modelSha256.startsWith(digest);
  }
}
