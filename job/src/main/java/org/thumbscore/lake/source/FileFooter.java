package org.thumbscore.lake.source;

import java.io.Serializable;

/** The content of a parquet file's footer, or the reason why there is none. */
sealed interface FileFooter extends Serializable {

  /**
   * The footer was read.
   *
   * @param rows the number of rows
   * @param rowGroups the number of non-empty row groups, which bounds the number of tasks because
   *     Spark cannot split a row group
   * @param largestRowGroup the number of rows of the largest row group
   */
  record Whole(long rows, int rowGroups, long largestRowGroup, FileColumns columns)
      implements FileFooter {}

  /** The file is damaged or missing, as described in one line. */
  record Damaged(String why) implements FileFooter {}

  /**
   * The file is not data, for instance a README, an empty file or an incomplete copy, and is
   * ignored.
   */
  record Ignored() implements FileFooter {}

  /** The storage was unreachable, as described in one line. */
  record Unanswered(String why) implements FileFooter {}
}
