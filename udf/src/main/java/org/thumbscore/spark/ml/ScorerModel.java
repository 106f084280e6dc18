package org.thumbscore.spark.ml;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.SparkFiles;
import org.thumbscore.common.Messages;
import org.thumbscore.common.Redaction;
import org.thumbscore.encoder.EncoderBundle;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.model.BundleFetcher;
import org.thumbscore.pipeline.path.ImagePathSettings;
import org.thumbscore.score.CalibratedThreshold;
import org.thumbscore.spark.EncoderSource;
import org.thumbscore.spark.ScoreSettings;

/** A model that is open on the driver. Immutable. */
record ScorerModel(String location, EncoderBundle bundle) {

  /**
   * Opens a model.
   *
   * @throws org.thumbscore.model.BundleException if it cannot be used
   */
  static ScorerModel open(String location, Configuration hadoop) {
    Path scratch = Path.of(SparkFiles.getRootDirectory(), "thumbscore");
    return new ScorerModel(
        location, EncoderBundle.of(BundleFetcher.fetch(location, hadoop, scratch)));
  }

  boolean isAt(String place) {
    return location.equals(place);
  }

  /**
   * Returns the settings of tasks.
   *
   * @param calibration a local path or Hadoop URI, or empty
   * @throws IllegalArgumentException if the calibration cannot be used
   */
  ScoreSettings settings(
      EncoderSettings encoder,
      String imageBase,
      String calibration,
      boolean embeddings,
      Configuration hadoop,
      String runId) {
    EncoderSource source =
        EncoderSource.of(
            bundle,
            location,
            encoder,
            new ImagePathSettings(
                imageBase,
                ImagePathSettings.DEFAULT.readers(),
                ImagePathSettings.DEFAULT.timeout()));
    ScoreSettings.Threshold threshold =
        calibration.isEmpty()
            ? new ScoreSettings.Threshold.None()
            : threshold(calibration, source.bundleSha256(), hadoop);
    return new ScoreSettings(
        source,
        new ScoreSettings.Lineage(
            bundle.bundle().name(), threshold, embeddings, runId, Instant.now()));
  }

  private static ScoreSettings.Threshold threshold(
      String calibration, String bundleSha256, Configuration hadoop) {
    String shown = Redaction.redact(calibration);
    org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(calibration);
    try {
      FileSystem files =
          file.toUri().getScheme() == null
              ? FileSystem.getLocal(hadoop)
              : file.getFileSystem(hadoop);
      try (InputStream in = files.open(file)) {
        return new ScoreSettings.Threshold.Calibrated(
            CalibratedThreshold.parse(in.readAllBytes()).thresholdFor(bundleSha256));
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
