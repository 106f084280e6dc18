package org.thumbscore.run;

import java.nio.file.Path;
import java.util.Optional;
import org.thumbscore.config.ConfigException;
import org.thumbscore.quality.Calibration;
import org.thumbscore.quality.ScoreProbability;

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

  /** What the column is computed by, where it is asked for. */
  Optional<ScoreProbability> probability(Optional<Calibration> read) {
    if (probability == Probability.LEFT_OUT) {
      return Optional.empty();
    }
    if (read.isEmpty()) {
      throw new ConfigException(
          "Cannot give probabilities: --probability needs a fitted calibration. Add --calibration FILE");
    }
    return read.map(c -> c.requireProbability(calibration.orElseThrow().toString()));
  }
}
