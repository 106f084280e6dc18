package org.thumbscore.fetch;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.thumbscore.spark.metrics.AccumulatorProgress;

/**
 * Fetches the images that a table of articles references and a ledger does not hold yet. Used on
 * the driver. {@link #close} releases the cached list of URLs and, in local mode, the connections.
 */
public final class ImageFetching implements AutoCloseable {
  private final String runId;
  private final Dataset<Row> urls;
  private final long count;
  private final SparkContext context;
  private final LongAccumulator settled;
  private final AccumulatorProgress progress;

  private ImageFetching(String runId, Dataset<Row> urls) {
    this.runId = runId;
    this.urls = urls;
    this.count = urls.count();
    this.context = urls.sparkSession().sparkContext();
    this.settled = context.longAccumulator("thumbscore urls");
    this.progress = AccumulatorProgress.of(settled.id());
    context.addSparkListener(progress);
  }

  /** Lists the URLs to fetch, with all URLs of a host in the same task. */
  public static ImageFetching plan(
      String runId, ImageTable table, ImageLedger ledger, ImageTable.Again again) {
    int tasks = table.spark().sparkContext().defaultParallelism();
    return new ImageFetching(
        runId, table.toFetch(ledger, again, tasks).persist(StorageLevel.MEMORY_AND_DISK()));
  }

  /** Returns the number of URLs to fetch. */
  public long count() {
    return count;
  }

  /** Returns the number of URLs with a final result, as of the last heartbeats of the tasks. */
  public long settled() {
    return progress.total();
  }

  /**
   * Fetches the URLs and blocks until all results are in the ledger. Results are stored as they
   * arrive.
   */
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
