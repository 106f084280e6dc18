package org.thumbscore.encoder;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.resample.PreprocessingProfile;
import org.thumbscore.model.Precision;
import org.thumbscore.runtime.DeviceSettings;

/**
 * Settings for computing embeddings.
 *
 * @param precisions in order of preference; if empty, the device's default
 * @param batchSize the number of rows in one run of a tower; if 0, the device's default (32 on CPU,
 *     256 on GPU)
 * @param lookAheadBatches the number of batches decoded ahead of the model, per task
 * @param deduplicate whether identical images or texts within the look-ahead are embedded only once
 * @param profile the library whose arithmetic is used to preprocess images
 * @param maxTextChars the number of characters read from the beginning of each text
 */
public record EncoderSettings(
    DeviceSettings device,
    List<Precision> precisions,
    int batchSize,
    int lookAheadBatches,
    boolean deduplicate,
    PreprocessingProfile profile,
    ImageLimits imageLimits,
    int maxTextChars)
    implements Serializable {

  /** The default of {@link #maxTextChars}. */
  public static final int DEFAULT_TEXT_CHARS = 100_000;

  /** The default settings, which match the defaults of the configuration file. */
  public static final EncoderSettings DEFAULT =
      new EncoderSettings(
          DeviceSettings.AUTO,
          List.of(),
          0,
          4,
          true,
          PreprocessingProfile.PILLOW,
          ImageLimits.DEFAULT,
          DEFAULT_TEXT_CHARS);

  public EncoderSettings {
    Objects.requireNonNull(device, "device");
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

  /** Returns a copy of these settings with another batch size. */
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

  /** Returns a copy of these settings that embeds each image and text, even if it is repeated. */
  public EncoderSettings withoutDeduplication() {
    return new EncoderSettings(
        device, precisions, batchSize, lookAheadBatches, false, profile, imageLimits, maxTextChars);
  }

  /** Returns a copy of these settings with another device and other precisions. */
  public EncoderSettings on(DeviceSettings other, List<Precision> others) {
    return new EncoderSettings(
        other,
        others,
        batchSize,
        lookAheadBatches,
        deduplicate,
        profile,
        imageLimits,
        maxTextChars);
  }

  /** Returns a copy of these settings with another preprocessing profile. */
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
