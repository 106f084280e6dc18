package org.thumbscore.fetch;

import java.util.Iterator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A Spark task that fetches all URLs of its hosts and writes the results to the ledger.
 *
 * @param ledger the directory of the ledger
 * @param settled an accumulator that counts the URLs with a final result
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
