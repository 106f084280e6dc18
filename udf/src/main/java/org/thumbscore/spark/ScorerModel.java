package org.thumbscore.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.thumbscore.common.Messages;
import org.thumbscore.common.Redaction;
import org.thumbscore.encoder.EncoderBundle;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.image.resample.PreprocessingProfile;
import org.thumbscore.model.BundleFetcher;
import org.thumbscore.model.Precision;
import org.thumbscore.pipeline.path.ImagePathSettings;
import org.thumbscore.runtime.DevicePreference;
import org.thumbscore.runtime.DeviceSettings;
import org.thumbscore.runtime.ExecutionProvider;
import org.thumbscore.score.CalibratedThreshold;
import org.thumbscore.score.LabelThreshold;

/**
 * A model that is open on the driver, for callers who give a model, settings and a calibration by
 * strings. Immutable.
 *
 * <pre>{@code
 * ScorerModel model = ScorerModel.open("hdfs:///models/cft-clip", hadoop);
 * EncoderSource source = model.source(ScorerModel.encoder(DeviceSettings.AUTO, "auto", "pillow", 0), "");
 * }</pre>
 */
public record ScorerModel(String location, EncoderBundle bundle) {
  /** The word for the default of a device or a precision. */
  public static final String AUTO = "auto";

  /**
   * Opens a model.
   *
   * @throws org.thumbscore.model.BundleException if it cannot be used
   */
  public static ScorerModel open(String location, Configuration hadoop) {
    return new ScorerModel(
        location,
        EncoderBundle.of(BundleFetcher.fetch(location, hadoop, ExecutorEncoder.scratch())));
  }

  /**
   * Returns encoder settings.
   *
   * @param precision a word of {@code score.precision}
   * @param preprocessing a word of {@code score.preprocessing}
   * @param batchSize the number of rows in one run of a tower; if 0, the device's default
   * @throws IllegalArgumentException if a word is unknown; the message lists those that are known
   */
  public static EncoderSettings encoder(
      DeviceSettings device, String precision, String preprocessing, int batchSize) {
    EncoderSettings defaults = EncoderSettings.DEFAULT;
    return new EncoderSettings(
        device,
        precision.equals(AUTO)
            ? List.of()
            : List.of(choice("precision", precision, Precision.values(), ScorerModel::word)),
        batchSize,
        defaults.lookAheadBatches(),
        defaults.deduplicate(),
        choice(
            "preprocessing",
            preprocessing,
            PreprocessingProfile.values(),
            PreprocessingProfile::label),
        defaults.imageLimits(),
        defaults.maxTextChars());
  }

  /**
   * Returns device settings.
   *
   * @param device a word of {@code score.device}
   * @param provider a word of {@code score.provider}
   * @param library the library of a plugin, or empty
   * @throws IllegalArgumentException if a word is unknown, or the parts do not agree
   */
  public static DeviceSettings device(String device, String provider, String library) {
    return new DeviceSettings(
        choice("device", device, DevicePreference.values(), ScorerModel::word),
        choice("provider", provider, ExecutionProvider.values(), ExecutionProvider::word),
        library);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <T> T choice(String what, String word, T[] values, Function<T, String> name) {
    return Arrays.stream(values)
        .filter(value -> name.apply(value).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Invalid %s: %s (must be one of %s)"
                        .formatted(
                            what,
                            word,
                            Arrays.stream(values).map(name).collect(Collectors.joining(", ")))));
  }

  /**
   * Returns the source of the encoder for tasks.
   *
   * @param imageBase the directory that relative paths of images start from, or empty
   */
  public EncoderSource source(EncoderSettings encoder, String imageBase) {
    return EncoderSource.of(
        bundle,
        location,
        encoder,
        new ImagePathSettings(
            imageBase, ImagePathSettings.DEFAULT.readers(), ImagePathSettings.DEFAULT.timeout()));
  }

  /**
   * Returns the threshold of a calibration of this model.
   *
   * @param calibration a local path or Hadoop URI
   * @throws IllegalArgumentException if the calibration cannot be used
   */
  public LabelThreshold threshold(String calibration, Configuration hadoop) {
    String shown = Redaction.redact(calibration);
    org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(calibration);
    try {
      FileSystem files =
          file.toUri().getScheme() == null
              ? FileSystem.getLocal(hadoop)
              : file.getFileSystem(hadoop);
      try (InputStream in = files.open(file)) {
        return CalibratedThreshold.parse(in.readAllBytes()).thresholdFor(bundle.bundle().sha256());
      }
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException(
          "Cannot read calibration %s: nothing is there".formatted(shown), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Cannot read calibration %s: %s".formatted(shown, Messages.firstLine(e)), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Cannot use calibration %s: %s".formatted(shown, e.getMessage()), e);
    }
  }
}
