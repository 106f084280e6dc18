package org.thumbscore.quality;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import org.thumbscore.score.LabelThreshold;

/**
 * A threshold and where it came from.
 *
 * @param policy how it was chosen, for instance {@code median}
 * @param rows validation scores it was chosen on
 * @param modelSha256 digest of the bundle that made those scores; it fits no other
 * @param created ISO-8601 instant
 * @param toolVersion version of Thumbscore that wrote it
 */
public record Calibration(
    @JsonProperty(value = "policy", required = true) String policy,
    @JsonProperty(value = "threshold", required = true) Threshold threshold,
    @JsonProperty(value = "rows", required = true) long rows,
    @JsonProperty(value = "model_sha256", required = true) String modelSha256,
    @JsonProperty(value = "created", required = true) String created,
    @JsonProperty(value = "tool_version", required = true) String toolVersion) {
  private static final double ROUNDING = 1e-6;

  public Calibration {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(threshold, "threshold");
    Objects.requireNonNull(modelSha256, "model_sha256");
    if (rows < 0) {
      throw new IllegalArgumentException("rows is " + rows + ", expected 0 or more");
    }
  }

  /**
   * One threshold on two scales.
   *
   * @param cosine on the cosine, in [-1, 1]
   * @param scaled the paper's {@code (cosine + 1) / 2}
   */
  public record Threshold(
      @JsonProperty(value = "cosine", required = true) double cosine,
      @JsonProperty(value = "scaled", required = true) double scaled) {
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
   * The threshold for scores of one bundle.
   *
   * @throws CalibrationException if the calibration was made with another bundle
   */
  public LabelThreshold thresholdFor(String bundleSha256) {
    if (!modelSha256.equals(bundleSha256)) {
      throw new CalibrationException(
          "Cannot use this calibration: it was made with model %s, this run uses model %s. Calibrate this model, or leave --calibration out"
              .formatted(modelSha256, bundleSha256));
    }
    return new LabelThreshold(threshold.cosine());
  }
}
