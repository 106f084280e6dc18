package org.thumbscore.quality;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.score.LabelThreshold;
import org.thumbscore.score.ScoreColumns;

/**
 * Controls how the rows of a run are labelled.
 *
 * @param calibration the calibration whose threshold decides the labels; if empty, labels are null
 * @param probability the probability fitted by the calibration, written as a column if present
 */
public record Labelling(Optional<Calibration> calibration, Optional<ScoreProbability> probability) {
  /** Leaves labels null. */
  public static final Labelling NONE = new Labelling(Optional.empty(), Optional.empty());

  public Labelling {
    if (calibration.isEmpty() && probability.isPresent()) {
      throw new IllegalArgumentException("a probability needs the calibration that fitted it");
    }
  }

  /** Returns the given schema of scores extended by the columns that labelling adds. */
  public StructType schema(StructType scores) {
    return probability.isPresent()
        ? scores.add(ScoreColumns.PROBABILITY, DataTypes.DoubleType)
        : scores;
  }

  /** Adds the column {@code probability} to labelled scores, if it is requested. */
  public Dataset<Row> withProbability(Dataset<Row> scores) {
    return probability.map(p -> LabelColumns.withProbability(scores, p)).orElse(scores);
  }

  /** Recomputes labels and probabilities from the similarities of stored rows. */
  public Dataset<Row> relabel(Dataset<Row> stored) {
    Dataset<Row> labelled =
        calibration
            .map(c -> LabelColumns.withLabel(stored, new LabelThreshold(c.threshold().cosine())))
            .orElseGet(() -> LabelColumns.withoutLabel(stored));
    return withProbability(labelled);
  }

  /**
   * Returns the threshold on the cosine for the scores of a model.
   *
   * @param acceptedModel the digest of another model whose calibration the user accepts
   * @throws CalibrationException if the calibration was made with another model that was not
   *     accepted
   */
  public Optional<LabelThreshold> thresholdFor(String modelSha256, Optional<String> acceptedModel) {
    return calibration.map(c -> c.thresholdFor(modelSha256, acceptedModel));
  }
}
