package org.thumbscore.fetch;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.thumbscore.spark.RowProgress;

/**
 * Fetches what a table of articles wants and a ledger lacks. Driver side; {@link #close} lets go of
 * the list of URLs and, in local mode, of the connections.
 */
public final class ImageFetching implements AutoCloseable {
  private final String runId;
  private final Dataset<Row> urls;
  private final long count;
  private final SparkContext context;
  private final LongAccumulator settled;
  private final RowProgress progress;

  private ImageFetching(String runId, Dataset<Row> urls) {
    this.runId = runId;
    this.urls = urls;
    this.count = urls.count();
    this.context = urls.sparkSession().sparkContext();
    this.settled = context.longAccumulator("thumbscore urls");
    this.progress = new RowProgress(settled.id());
    context.addSparkListener(progress);
  }

  /** Lists the URLs; one host's are all in one task. */
  public static ImageFetching plan(
      String runId, ImageTable table, ImageLedger ledger, ImageTable.Again again) {
    int tasks = table.spark().sparkContext().defaultParallelism();
    return new ImageFetching(
        runId, table.toFetch(ledger, again, tasks).persist(StorageLevel.MEMORY_AND_DISK()));
  }

  /** How many URLs there are to fetch. */
  public long count() {
    return count;
  }

  /** How many are settled, as of the tasks' last heartbeats. */
  public long settled() {
    return progress.rows();
  }

  /** Fetches them; results are in the ledger when this returns, and many before. */
  public void run(ImageLedger ledger, FetchSettings settings) {
    if (count > 0) {
      Configuration hadoop = context.hadoopConfiguration();
      urls.foreachPartition(
          new FetchTask(
              runId, settings, ledger.directory(), new SerializableConfiguration(hadoop), settled));
    }
  }

  @Override
  public void close() {
    context.removeSparkListener(progress);
    urls.unpersist();
    ExecutorFetcher.closeAll(runId);
  }
}
