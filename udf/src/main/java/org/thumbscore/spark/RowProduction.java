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

    @Override
    public int statusIndex() {
      throw new UnsupportedOperationException("there are no rows");
    }
  }

  /**
   * Opens a producer for one partition.
   *
   * @param encoder the encoder of the executor; owned by the caller
   * @param times receives the time spent in models
   */
  RowProducer open(DualEncoder encoder, StageTimes times);

  /** Returns the index of the status in each row. */
  int statusIndex();
}
