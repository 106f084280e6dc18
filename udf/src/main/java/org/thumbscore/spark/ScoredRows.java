package org.thumbscore.spark;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.spark.sql.Row;
import org.thumbscore.encoder.DualEncoder;
import org.thumbscore.encoder.LeasePool;
import org.thumbscore.pipeline.Article;
import org.thumbscore.pipeline.EmbeddingPipeline;
import org.thumbscore.pipeline.StageTimes;
import org.thumbscore.pipeline.path.LakeImages;
import org.thumbscore.spark.metrics.ScoreAccumulators;
import org.thumbscore.spark.metrics.TaskMeasure;

/**
 * The output rows of one partition, computed as they are requested. Used by the task's thread,
 * except that {@link #close} may be called from any thread, and more than once.
 */
final class ScoredRows implements Iterator<Row>, AutoCloseable {
  private static final Duration REPORT_INTERVAL = Duration.ofSeconds(1);

  private final LeasePool<?, DualEncoder>.Lease lease;
  private final LakeImages images;
  private final TimedIterator<Row, Article<Row>> source;
  private final EmbeddingPipeline<Row> pipeline;
  private final RowProducer producer;
  private final Iterator<Row> produced;
  private final ScoreAccumulators metrics;
  private final int status;
  private final Map<TaskMeasure, LongSupplier> measures;
  private final Map<TaskMeasure, Long> reported = new EnumMap<>(TaskMeasure.class);
  private long handedOver = System.nanoTime();
  private long lastReport = handedOver;
  private long writeNanos;
  private volatile boolean closed;

  private ScoredRows(
      Iterator<Row> rows,
      RowLayout layout,
      RowProduction production,
      ExecutorEncoder encoder,
      LeasePool<?, DualEncoder>.Lease lease,
      LakeImages images,
      StageTimes times,
      ScoreAccumulators metrics) {
    this.lease = lease;
    this.images = images;
    this.status = production.statusIndex();
    this.metrics = metrics;
    this.source = new TimedIterator<>(rows, layout::article);
    this.pipeline =
        new EmbeddingPipeline<>(source, lease.value(), images, encoder.source().encoder(), times);
    this.producer = production.open(new TaskResources(lease.value(), encoder, images, times));
    this.produced = producer.rows(pipeline);
    this.measures = measures(times);
  }

  /** Acquires leases on the encoder and the image readers; if that fails, it releases both. */
  static ScoredRows open(
      Iterator<Row> rows,
      RowLayout layout,
      RowProduction production,
      ExecutorEncoder encoder,
      ScoreAccumulators metrics) {
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
      ScoreAccumulators metrics) {
    LakeImages images = encoder.images(times);
    try {
      return new ScoredRows(rows, layout, production, encoder, lease, images, times, metrics);
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
    metrics.addRow(row.getString(status));
    handedOver = System.nanoTime();
    if (handedOver - lastReport > REPORT_INTERVAL.toNanos()) {
      report();
    }
    return row;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      metrics.addDevice(lease.value().description());
      giveBack();
      report();
    }
  }

  private Map<TaskMeasure, LongSupplier> measures(StageTimes times) {
    Map<TaskMeasure, LongSupplier> all = new EnumMap<>(TaskMeasure.class);
    all.put(TaskMeasure.READ_NANOS, source::nanos);
    all.put(TaskMeasure.IMAGE_NANOS, times::imageNanos);
    all.put(TaskMeasure.DECODE_NANOS, times::decodeNanos);
    all.put(TaskMeasure.TOKENIZE_NANOS, times::tokenizeNanos);
    all.put(TaskMeasure.INFER_NANOS, times::inferNanos);
    all.put(TaskMeasure.WRITE_NANOS, () -> writeNanos);
    all.put(TaskMeasure.IMAGES_COMPUTED, pipeline.imageCounts()::computed);
    all.put(TaskMeasure.IMAGES_REUSED, pipeline.imageCounts()::reused);
    all.put(TaskMeasure.TEXTS_COMPUTED, pipeline.textCounts()::computed);
    all.put(TaskMeasure.TEXTS_REUSED, pipeline.textCounts()::reused);
    all.put(TaskMeasure.IMAGE_BATCHES, pipeline.queue()::batches);
    all.put(TaskMeasure.IMAGES_WAITING, pipeline.queue()::waiting);
    all.putAll(producer.measures());
    return all;
  }

  /** Adds to the metrics what has changed since the last report. */
  private synchronized void report() {
    measures.forEach(
        (measure, value) -> {
          long now = value.getAsLong();
          metrics.add(measure, now - reported.getOrDefault(measure, 0L));
          reported.put(measure, now);
        });
    lastReport = handedOver;
  }

  private void giveBack() {
    try (lease;
        images;
        producer) {
      pipeline.close();
    }
  }
}
