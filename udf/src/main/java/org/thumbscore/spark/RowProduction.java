package org.thumbscore.spark;

import java.io.Serializable;
import org.thumbscore.encoder.DualEncoder;
import org.thumbscore.pipeline.StageTimes;

/** What tasks make of embedded articles. */
interface RowProduction extends Serializable {
  /** Makes no rows. */
  RowProduction NONE = new None();

  /** The implementation of {@link #NONE}. */
  record None() implements RowProduction {
    @Override
    public RowProducer open(DualEncoder encoder, StageTimes times) {
      return RowProducer.NONE;
    }
  }

  /**
   * Opens a producer for one partition.
   *
   * @param encoder the encoder of the executor; owned by the caller
   * @param times receives the time spent in models
   */
  RowProducer open(DualEncoder encoder, StageTimes times);
}
