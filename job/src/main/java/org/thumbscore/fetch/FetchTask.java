package org.thumbscore.fetch;

import java.util.Iterator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * One task of fetching: URLs of whole hosts in, ledger files out.
 *
 * @param ledger directory
 * @param settled counts URLs
 */
record FetchTask(
    String runId,
    FetchSettings settings,
    String ledger,
    SerializableConfiguration hadoop,
    LongAccumulator settled)
    implements ForeachPartitionFunction<Row> {

  @Override
  public void call(Iterator<Row> rows) throws InterruptedException {
    if (!rows.hasNext()) {
      return;
    }
    TaskContext task = TaskContext.get();
    try (LedgerWriter writer = new LedgerWriter(new Path(ledger), hadoop.value())) {
      ExecutorFetcher.of(runId, settings)
          .window()
          .run(
              urls(rows),
              (url, result) -> {
                writer.add(url, result);
                settled.add(1L);
              },
              () -> {
                writer.publishWhenDue();
                return task.isInterrupted();
              });
    }
  }

  private static Iterator<UrlToFetch> urls(Iterator<Row> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public UrlToFetch next() {
        Row row = rows.next();
        return new UrlToFetch(row.getString(0), row.getString(1), row.getString(2));
      }
    };
  }
}
