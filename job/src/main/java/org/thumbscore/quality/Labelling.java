package org.thumbscore.quality;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.score.LabelThreshold;
import org.thumbscore.score.ScoreColumns;

/**
 * How the rows of a run are labelled: by the threshold of a calibration, with or without its fitted
 * probability; or not at all.
 *
 * @param calibration empty: labels stay null
 * @param probability fitted by the calibration, written as a column where present
 */
public record Labelling(Optional<Calibration> calibration, Optional<ScoreProbability> probability) {
  /** No labels. */
  public static final Labelling NONE = new Labelling(Optional.empty(), Optional.empty());

  public Labelling {
    if (calibration.isEmpty() && probability.isPresent()) {
      throw new IllegalArgumentException("a probability needs the calibration that fitted it");
    }
  }

  /** Adds the columns that labelling adds to those of scores. */
  public StructType schema(StructType scores) {
    return probability.isPresent()
        ? scores.add(ScoreColumns.PROBABILITY, DataTypes.DoubleType)
        : scores;
  }

  /** Adds the column {@code probability} to scores that have their labels, where it is wanted. */
  public Dataset<Row> withProbability(Dataset<Row> scores) {
    return probability.map(p -> LabelColumns.withProbability(scores, p)).orElse(scores);
  }

  /** Computes labels and probability anew from the similarities of stored rows. */
  public Dataset<Row> relabel(Dataset<Row> stored) {
    Dataset<Row> labelled =
        calibration
            .map(c -> LabelColumns.withLabel(stored, new LabelThreshold(c.threshold().cosine())))
            .orElseGet(() -> LabelColumns.withoutLabel(stored));
    return withProbability(labelled);
  }

  /**
   * Returns the threshold on the cosine for scores of a model.
   *
   * @param acceptedModel digest of another model whose calibration is taken nevertheless
   * @throws CalibrationException if the calibration is of another model
   */
  public Optional<LabelThreshold> thresholdFor(String modelSha256, Optional<String> acceptedModel) {
    return calibration.map(c -> c.thresholdFor(modelSha256, acceptedModel));
  }
}
