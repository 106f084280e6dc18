package org.thumbscore.lake.source;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The content of a parquet file's footer, or the reason why there is none. */
sealed interface FileFooter extends Serializable {

  /**
   * The footer was read.
   *
   * @param rowGroups the row groups that are not empty
   */
  record Whole(List<RowGroup> rowGroups, FileColumns columns) implements FileFooter {
    public Whole {
      rowGroups = new ArrayList<>(rowGroups);
    }

    long rows() {
      return rowGroups.stream().mapToLong(RowGroup::rows).sum();
    }

    /** Returns the number of rows of the largest row group. */
    long largestRowGroup() {
      return rowGroups.stream().mapToLong(RowGroup::rows).max().orElse(0);
    }
  }

  /**
   * A row group, which Spark reads in one task.
   *
   * @param middle the byte of the file in its middle: the task that is given this byte reads it all
   * @param rows the number of rows
   */
  record RowGroup(long middle, long rows) implements Serializable {}

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
