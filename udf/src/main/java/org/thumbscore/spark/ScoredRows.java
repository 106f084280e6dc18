package org.thumbscore.spark;

import java.util.Iterator;
import org.apache.spark.sql.Row;
import org.thumbscore.encoder.DualEncoder;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.encoder.LeasePool;
import org.thumbscore.pipeline.Article;
import org.thumbscore.pipeline.EmbeddingPipeline;
import org.thumbscore.pipeline.StageTimes;
import org.thumbscore.pipeline.path.LakeImages;

/**
 * The output rows of one partition, computed as they are requested. Used by the task's thread,
 * except that {@link #close} may be called from any thread, and more than once.
 */
final class ScoredRows implements Iterator<Row>, AutoCloseable {
  private final LeasePool<?, DualEncoder>.Lease lease;
  private final LakeImages images;
  private final TimedIterator<Row, Article<Row>> source;
  private final EmbeddingPipeline<Row> pipeline;
  private final RowProducer producer;
  private final Iterator<Row> produced;
  private final TaskMetrics metrics;
  private final StageTimes times;
  private long handedOver = System.nanoTime();
  private long writeNanos;
  private volatile boolean closed;

  private ScoredRows(
      Iterator<Row> rows,
      RowLayout layout,
      RowProduction production,
      EncoderSettings settings,
      LeasePool<?, DualEncoder>.Lease lease,
      LakeImages images,
      StageTimes times,
      TaskMetrics metrics) {
    this.lease = lease;
    this.images = images;
    this.times = times;
    this.metrics = metrics;
    this.source = new TimedIterator<>(rows, layout::article);
    this.pipeline = new EmbeddingPipeline<>(source, lease.value(), images, settings, times);
    this.producer = production.open(lease.value(), times);
    this.produced = producer.rows(pipeline);
    metrics.addDevice(lease.value().description());
  }

  /** Acquires leases on the encoder and the image readers; if that fails, it releases both. */
  static ScoredRows open(
      Iterator<Row> rows,
      RowLayout layout,
      RowProduction production,
      ExecutorEncoder encoder,
      TaskMetrics metrics) {
    StageTimes times = new StageTimes();
    LeasePool<?, DualEncoder>.Lease lease = encoder.acquire();
    try {
      return open(rows, layout, production, encoder, lease, times, metrics);
    } catch (Throwable e) {
      // Spark's Scala code throws checked exceptions that it does not declare.
      lease.close();
      throw e;
    }
  }

  private static ScoredRows open(
      Iterator<Row> rows,
      RowLayout layout,
      RowProduction production,
      ExecutorEncoder encoder,
      LeasePool<?, DualEncoder>.Lease lease,
      StageTimes times,
      TaskMetrics metrics) {
    LakeImages images = encoder.images(times);
    try {
      return new ScoredRows(
          rows, layout, production, encoder.source().encoder(), lease, images, times, metrics);
    } catch (Throwable e) {
      images.close();
      throw e;
    }
  }

  @Override
  public boolean hasNext() {
    long asked = System.nanoTime();
    // The task writes between receiving a row and requesting the next one.
    writeNanos += asked - handedOver;
    boolean more = !closed && produced.hasNext();
    handedOver = System.nanoTime();
    if (!more) {
      close();
    }
    return more;
  }

  @Override
  public Row next() {
    writeNanos += System.nanoTime() - handedOver;
    Row row = produced.next();
    metrics.addRow();
    handedOver = System.nanoTime();
    return row;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      giveBack();
      metrics.addTask(
          times, source.nanos(), writeNanos, pipeline.imageCounts(), pipeline.textCounts());
    }
  }

  private void giveBack() {
    try (lease;
        images;
        producer) {
      pipeline.close();
    }
  }
}
