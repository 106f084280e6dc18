package org.thumbscore.run;

import java.nio.file.Path;
import java.util.Optional;
import org.thumbscore.config.ConfigException;
import org.thumbscore.quality.Calibration;
import org.thumbscore.quality.CalibrationFile;
import org.thumbscore.quality.Labelling;

/**
 * A request to label the rows of a run.
 *
 * @param calibration the calibration file; if empty, labels are null
 * @param acceptedModel the digest of another model whose calibration is accepted
 */
public record LabelRequest(
    Optional<Path> calibration, Optional<String> acceptedModel, Probability probability) {
  /** Leaves labels null. */
  public static final LabelRequest NONE =
      new LabelRequest(Optional.empty(), Optional.empty(), Probability.LEFT_OUT);

  /** Controls whether the column {@code probability} is written. */
  public enum Probability {
    ADDED,
    LEFT_OUT
  }

  /**
   * Reads the calibration.
   *
   * @throws org.thumbscore.quality.CalibrationException if the calibration cannot be read, or has
   *     no probability although one is requested
   * @throws ConfigException if a probability is requested without a calibration
   */
  Labelling read() {
    if (calibration.isEmpty() && probability == Probability.ADDED) {
      throw new ConfigException(
          "Cannot give probabilities: --probability needs a fitted calibration. Add --calibration FILE");
    }
    Optional<Calibration> read = calibration.map(CalibrationFile::read);
    return new Labelling(
        read,
        read.filter(unused -> probability == Probability.ADDED)
            .map(c -> c.requireProbability(calibration.orElseThrow().toString())));
  }
}
