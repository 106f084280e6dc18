package org.thumbscore.lake.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads the history of an Iceberg table from the current snapshot through its ancestors. */
final class IcebergHistory {
  private IcebergHistory() {}

  static TableHistory read(SparkSession spark, String table) {
    Map<Long, Row> snapshots = new HashMap<>();
    spark
        .table(table + ".snapshots")
        .select("snapshot_id", "parent_id", "summary")
        .collectAsList()
        .forEach(row -> snapshots.put(row.getLong(0), row));
    List<TableCommit> commits = new ArrayList<>();
    Row snapshot = snapshots.get(current(spark, table));
    while (snapshot != null) {
      TableCommit.of(snapshot.<String, String>getJavaMap(2)).ifPresent(commits::add);
      snapshot = snapshot.isNullAt(1) ? null : snapshots.get(snapshot.getLong(1));
    }
    return TableHistory.of(commits, TableHistory.Beyond.FORGOTTEN);
  }

  /** Returns the current snapshot, or -1 if the table has none yet. */
  private static long current(SparkSession spark, String table) {
    List<Row> main =
        spark.table(table + ".refs").filter("name = 'main'").select("snapshot_id").collectAsList();
    return main.isEmpty() ? -1 : main.get(0).getLong(0);
  }
}
