package org.thumbscore.encoder;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.resample.PreprocessingProfile;
import org.thumbscore.model.Precision;
import org.thumbscore.runtime.DevicePreference;

/**
 * How embeddings are computed.
 *
 * @param precisions in order of preference; empty: the device's default
 * @param batchSize rows in one run of a tower; 0: the device's default (32 on CPU, 256 on GPU)
 * @param lookAheadBatches batches decoded ahead of the model, per task
 * @param deduplicate embed an identical image or text once within the look-ahead
 * @param profile the library whose arithmetic images are prepared with
 * @param maxTextChars characters at the beginning of a text that are read
 */
public record EncoderSettings(
    DevicePreference device,
    List<Precision> precisions,
    int batchSize,
    int lookAheadBatches,
    boolean deduplicate,
    PreprocessingProfile profile,
    ImageLimits imageLimits,
    int maxTextChars)
    implements Serializable {

  /** What {@link #maxTextChars} is unless something else is said. */
  public static final int DEFAULT_TEXT_CHARS = 100_000;

  /** What the config's defaults say. */
  public static final EncoderSettings DEFAULT =
      new EncoderSettings(
          DevicePreference.AUTO,
          List.of(),
          0,
          4,
          true,
          PreprocessingProfile.PILLOW,
          ImageLimits.DEFAULT,
          DEFAULT_TEXT_CHARS);

  public EncoderSettings {
    precisions = List.copyOf(precisions);
    Objects.requireNonNull(profile, "profile");
    if (maxTextChars < 1) {
      throw new IllegalArgumentException("maxTextChars must be positive, found " + maxTextChars);
    }
    if (batchSize < 0 || lookAheadBatches < 1) {
      throw new IllegalArgumentException(
          "expected batchSize >= 0 and lookAheadBatches >= 1, found "
              + batchSize
              + " and "
              + lookAheadBatches);
    }
  }

  /** These settings with another batch size. */
  public EncoderSettings withBatchSize(int rows) {
    return new EncoderSettings(
        device,
        precisions,
        rows,
        lookAheadBatches,
        deduplicate,
        profile,
        imageLimits,
        maxTextChars);
  }

  /** These settings with another profile. */
  public EncoderSettings withProfile(PreprocessingProfile other) {
    return new EncoderSettings(
        device,
        precisions,
        batchSize,
        lookAheadBatches,
        deduplicate,
        other,
        imageLimits,
        maxTextChars);
  }
}
