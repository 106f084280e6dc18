package org.thumbscore.run;

import java.nio.file.Path;
import java.util.Optional;
import org.thumbscore.config.ConfigException;
import org.thumbscore.quality.Calibration;
import org.thumbscore.quality.CalibrationFile;
import org.thumbscore.quality.Labelling;

/**
 * How a run's rows are to be labelled.
 *
 * @param calibration file; empty: labels stay null
 * @param acceptedModel digest of another model whose calibration is taken nevertheless
 */
public record LabelRequest(
    Optional<Path> calibration, Optional<String> acceptedModel, Probability probability) {
  /** No labels. */
  public static final LabelRequest NONE =
      new LabelRequest(Optional.empty(), Optional.empty(), Probability.LEFT_OUT);

  /** Whether the column is written. */
  public enum Probability {
    ADDED,
    LEFT_OUT
  }

  /**
   * Reads the calibration.
   *
   * @throws org.thumbscore.quality.CalibrationException if it cannot be read, or has no probability
   *     though one is asked for
   * @throws ConfigException if a probability is asked for without a calibration
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
