package org.thumbscore.spark;

import java.io.Serializable;

/** What tasks make of embedded articles. */
interface RowProduction extends Serializable {
  /**
   * Opens a producer for one partition.
   *
   * @param task what the task has opened; owned by the caller
   */
  RowProducer open(TaskResources task);

  /** Returns the index of the status in each row. */
  int statusIndex();
}
