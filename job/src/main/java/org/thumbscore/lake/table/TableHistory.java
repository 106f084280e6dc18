package org.thumbscore.lake.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.lake.storage.TableFormat;

/**
 * The last commit of each slice among those that a table's present state follows from; what was
 * rolled back is not among them.
 *
 * @param beyond what is to be thought of slices that have none here
 */
public record TableHistory(Map<String, TableCommit> last, Beyond beyond) {
  public TableHistory {
    last = Map.copyOf(last);
  }

  enum Beyond {
    /** Tables forget old commits in time: theirs may be one of those. */
    FORGOTTEN,
    /** The history has a turn that cannot be followed: theirs may have been undone. */
    UNKNOWN
  }

  /** Reads the commits that the present state of a table follows from. */
  static TableHistory read(TableFormat format, SparkSession spark, String table) {
    return switch (format) {
      case ICEBERG -> IcebergHistory.read(spark, table);
      case DELTA -> DeltaHistory.read(spark, table);
    };
  }

  /** Of commits, the latest first. */
  static TableHistory of(List<TableCommit> commits, Beyond beyond) {
    Map<String, TableCommit> last = new HashMap<>();
    commits.forEach(commit -> last.putIfAbsent(commit.slice(), commit));
    return new TableHistory(last, beyond);
  }

  public boolean holds(TableCommit commit) {
    return commit.equals(last.get(commit.slice()));
  }

  /** Whether nothing here speaks against a slice's being as this commit left it. */
  public boolean allows(TableCommit commit) {
    return last.containsKey(commit.slice()) ? holds(commit) : beyond == Beyond.FORGOTTEN;
  }
}
