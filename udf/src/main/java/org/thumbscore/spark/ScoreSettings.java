package org.thumbscore.spark;

import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.thumbscore.score.LabelThreshold;
import org.thumbscore.score.RescoreBand;

/**
 * Everything that a task needs in addition to its rows: how to open the encoder, and the origin of
 * the scores to write.
 *
 * @param source the source of the encoder
 * @param lineage the values that are written to each row
 * @param rescoreBand which rows are scored again in fp32; without effect if there is no threshold,
 *     or the encoder computes in fp32
 */
public record ScoreSettings(EncoderSource source, Lineage lineage, RescoreBand rescoreBand)
    implements Serializable {
  public ScoreSettings {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(lineage, "lineage");
    Objects.requireNonNull(rescoreBand, "rescoreBand");
  }

  /** Creates settings with which no row is scored again. */
  public ScoreSettings(EncoderSource source, Lineage lineage) {
    this(source, lineage, new RescoreBand.Off());
  }

  /**
   * A description of the run that computed a row.
   *
   * @param model the bundle's name, for the column {@code model}
   * @param embeddings whether the columns of embeddings and digests are written
   * @param scoredAt the start of the run, which is the same for all of its rows
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

  /** An optional label threshold; unlike an {@code Optional}, it can be serialized. */
  public sealed interface Threshold extends Serializable {
    /** No threshold: labels are null. */
    record None() implements Threshold {}

    /** A calibrated threshold from which labels are derived. */
    record Calibrated(LabelThreshold threshold) implements Threshold {}
  }
}
