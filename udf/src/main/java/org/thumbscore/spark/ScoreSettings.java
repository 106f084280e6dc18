package org.thumbscore.spark;

import java.io.Serializable;
import java.time.Instant;
import org.thumbscore.embed.EncoderSettings;
import org.thumbscore.score.LabelThreshold;

/**
 * Everything a task needs besides its rows.
 *
 * @param bundleLocation local path or Hadoop URI
 * @param bundleSha256 the digest the driver computed; an executor that reads another bundle fails
 * @param embeddings whether the two embedding columns are written
 */
public record ScoreSettings(
    String bundleLocation,
    String bundleSha256,
    EncoderSettings encoder,
    Threshold threshold,
    boolean embeddings,
    String runId,
    Instant scoredAt)
    implements Serializable {

  /** A label threshold, or none; an {@code Optional} cannot be serialized. */
  public sealed interface Threshold extends Serializable {
    /** Labels stay null. */
    record None() implements Threshold {}

    /** Labels come from this threshold. */
    record Calibrated(LabelThreshold threshold) implements Threshold {}
  }
}
