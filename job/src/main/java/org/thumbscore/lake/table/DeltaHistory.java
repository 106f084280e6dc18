package org.thumbscore.lake.table;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Reads the history of a Delta table from the current version backwards, skipping versions that
 * were undone by a restore.
 */
final class DeltaHistory {
  private static final String RESTORE = "RESTORE";

  private DeltaHistory() {}

  static TableHistory read(SparkSession spark, String table) {
    List<Row> versions =
        spark
            .sql("DESCRIBE HISTORY " + table)
            .select("version", "operation", "operationParameters", "userMetadata")
            .orderBy(functions.col("version").desc())
            .collectAsList();
    List<TableCommit> commits = new ArrayList<>();
    long next = Long.MAX_VALUE;
    for (Row version : versions) {
      if (version.getLong(0) > next) {
        continue;
      }
      if (RESTORE.equals(version.getString(1))) {
        String restored = version.<String, String>getJavaMap(2).get("version");
        if (restored == null) {
          // The table was restored to a timestamp instead of a version.
          return TableHistory.of(commits, TableHistory.Beyond.UNKNOWN);
        }
        next = Long.parseLong(restored);
      }
      if (!version.isNullAt(3)) {
        TableCommit.ofJson(version.getString(3)).ifPresent(commits::add);
      }
    }
    return TableHistory.of(commits, TableHistory.Beyond.FORGOTTEN);
  }
}
