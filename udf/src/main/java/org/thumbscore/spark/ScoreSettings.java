package org.thumbscore.spark;

import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.thumbscore.score.LabelThreshold;

/**
 * Everything that a task needs beside its rows: how to open the encoder, and what its rows say of
 * where their scores come from.
 *
 * @param source of the encoder
 * @param lineage written into each row
 */
public record ScoreSettings(EncoderSource source, Lineage lineage) implements Serializable {
  public ScoreSettings {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(lineage, "lineage");
  }

  /**
   * What rows say of the run that made them.
   *
   * @param model the bundle's name, for the column {@code model}
   * @param embeddings whether the columns of embeddings and digests are written
   * @param scoredAt the run's start, the same for all its rows
   */
  public record Lineage(
      String model, Threshold threshold, boolean embeddings, String runId, Instant scoredAt)
      implements Serializable {
    public Lineage {
      Objects.requireNonNull(model, "model");
      Objects.requireNonNull(threshold, "threshold");
      Objects.requireNonNull(runId, "runId");
      Objects.requireNonNull(scoredAt, "scoredAt");
    }
  }

  /** A label threshold, or none; an {@code Optional} cannot be serialized. */
  public sealed interface Threshold extends Serializable {
    /** Labels stay null. */
    record None() implements Threshold {}

    /** Labels come from this threshold. */
    record Calibrated(LabelThreshold threshold) implements Threshold {}
  }
}
