package org.thumbscore.score;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * The threshold of a calibration, and the digest of the model bundle that it holds for.
 *
 * <pre>{@code
 * CalibratedThreshold calibrated = CalibratedThreshold.parse(Files.readAllBytes(file));
 * LabelThreshold threshold = calibrated.thresholdFor(bundle.sha256());
 * }</pre>
 */
public record CalibratedThreshold(LabelThreshold threshold, String modelSha256) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * Parses a calibration that {@code thumbscore calibrate} wrote.
   *
   * @throws IllegalArgumentException if it is not one; the message does not name the file
   */
  public static CalibratedThreshold parse(byte[] json) {
    try {
      JsonNode root = JSON.readTree(json);
      JsonNode cosine = root.path("threshold").path("cosine");
      JsonNode model = root.path("model_sha256");
      if (!cosine.isNumber() || !model.isTextual()) {
        throw new IllegalArgumentException(
            "it lacks threshold.cosine or model_sha256, which 'thumbscore calibrate' writes");
      }
      return new CalibratedThreshold(new LabelThreshold(cosine.doubleValue()), model.textValue());
    } catch (IOException e) {
      throw new IllegalArgumentException("it is not JSON", e);
    }
  }

  /**
   * Returns the threshold.
   *
   * @param bundleSha256 the digest of the bundle that computes the similarities
   * @throws IllegalArgumentException if the calibration was made with another bundle
   */
  public LabelThreshold thresholdFor(String bundleSha256) {
    if (!modelSha256.equals(bundleSha256)) {
      throw new IllegalArgumentException(
          "it was made with model " + modelSha256 + ", and this model is " + bundleSha256);
    }
    return threshold;
  }
}
