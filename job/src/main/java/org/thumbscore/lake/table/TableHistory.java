package org.thumbscore.lake.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.lake.storage.TableFormat;

/**
 * The last commit of each slice in the history of a table's current state. Commits that were rolled
 * back are not included.
 *
 * @param beyond how to treat slices without a commit in the history
 */
public record TableHistory(Map<String, TableCommit> last, Beyond beyond) {
  public TableHistory {
    last = Map.copyOf(last);
  }

  enum Beyond {
    /** Old commits expire, so the commit of a slice may no longer be listed. */
    FORGOTTEN,
    /** The history cannot be followed completely, so the commit of a slice may have been undone. */
    UNKNOWN
  }

  /** Reads the history of a table's current state. */
  static TableHistory read(TableFormat format, SparkSession spark, String table) {
    return switch (format) {
      case ICEBERG -> IcebergHistory.read(spark, table);
      case DELTA -> DeltaHistory.read(spark, table);
    };
  }

  /** Returns the history of the given commits, which are ordered from latest to earliest. */
  static TableHistory of(List<TableCommit> commits, Beyond beyond) {
    Map<String, TableCommit> last = new HashMap<>();
    commits.forEach(commit -> last.putIfAbsent(commit.slice(), commit));
    return new TableHistory(last, beyond);
  }

  public boolean holds(TableCommit commit) {
    return commit.equals(last.get(commit.slice()));
  }

  /**
   * Returns whether the history is consistent with a slice being in the state of the given commit.
   */
  public boolean allows(TableCommit commit) {
    return last.containsKey(commit.slice()) ? holds(commit) : beyond == Beyond.FORGOTTEN;
  }
}
