package org.thumbscore.spark;

import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.pipeline.path.ImagePathSettings;
import org.thumbscore.score.LabelThreshold;

/**
 * Everything a task needs besides its rows.
 *
 * @param model the bundle's name, for the column {@code model}
 * @param bundleLocation local path or Hadoop URI
 * @param bundleSha256 the digest the driver computed; an executor that reads another bundle fails
 * @param embeddings whether the two embedding columns are written
 * @param scoredAt the run's start, the same for all its rows
 * @param images how images are read, where the image column holds paths
 */
public record ScoreSettings(
    String model,
    String bundleLocation,
    String bundleSha256,
    EncoderSettings encoder,
    Threshold threshold,
    boolean embeddings,
    String runId,
    Instant scoredAt,
    ImagePathSettings images)
    implements Serializable {
  public ScoreSettings {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(bundleLocation, "bundleLocation");
    Objects.requireNonNull(bundleSha256, "bundleSha256");
    Objects.requireNonNull(encoder, "encoder");
    Objects.requireNonNull(threshold, "threshold");
    Objects.requireNonNull(runId, "runId");
    Objects.requireNonNull(scoredAt, "scoredAt");
    Objects.requireNonNull(images, "images");
  }

  /** A label threshold, or none; an {@code Optional} cannot be serialized. */
  public sealed interface Threshold extends Serializable {
    /** Labels stay null. */
    record None() implements Threshold {}

    /** Labels come from this threshold. */
    record Calibrated(LabelThreshold threshold) implements Threshold {}
  }
}
