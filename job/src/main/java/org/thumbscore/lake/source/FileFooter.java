package org.thumbscore.lake.source;

import java.io.Serializable;

/** What the end of a parquet file says, or why it says nothing. */
sealed interface FileFooter extends Serializable {

  /**
   * It was read.
   *
   * @param rows in all
   * @param rowGroups non-empty ones: Spark cannot divide a row group, so there are no more tasks
   */
  record Whole(long rows, int rowGroups, FileColumns columns) implements FileFooter {}

  /** The file is damaged or gone; one line says how. */
  record Damaged(String why) implements FileFooter {}

  /** The file is none of parquet, nor does its name say so: a README, or what a copy left. */
  record Stray() implements FileFooter {}

  /** The storage did not answer; one line says how. */
  record Unanswered(String why) implements FileFooter {}
}
