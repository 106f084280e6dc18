package org.thumbscore.spark;

import java.util.Iterator;
import org.apache.spark.sql.Row;
import org.thumbscore.encoder.DualEncoder;
import org.thumbscore.encoder.LeasePool;
import org.thumbscore.pipeline.Article;
import org.thumbscore.pipeline.EmbeddedArticle;
import org.thumbscore.pipeline.EmbeddingPipeline;
import org.thumbscore.pipeline.StageTimes;
import org.thumbscore.pipeline.path.LakeImages;

/**
 * The rows of one partition, scored as they are asked for. Used by the task's thread; {@link
 * #close} gives back what it holds, from any thread, once.
 */
final class ScoredRows implements Iterator<Row>, AutoCloseable {
  private final LeasePool<?, DualEncoder>.Lease lease;
  private final LakeImages images;
  private final TimedIterator<Row, Article<Row>> source;
  private final EmbeddingPipeline<Row> pipeline;
  private final RowAssembler assembler;
  private final ScoreAccumulators accumulators;
  private final StageTimes times;
  private long handedOver = System.nanoTime();
  private long writeNanos;
  private boolean closed;

  ScoredRows(
      Iterator<Row> rows,
      RowLayout layout,
      ScoreSettings settings,
      LeasePool<?, DualEncoder>.Lease lease,
      LakeImages images,
      StageTimes times,
      ScoreAccumulators accumulators) {
    this.lease = lease;
    this.images = images;
    this.times = times;
    this.accumulators = accumulators;
    this.source = new TimedIterator<>(rows, layout::article);
    this.pipeline =
        new EmbeddingPipeline<>(source, lease.value(), images, settings.encoder(), times);
    this.assembler = new RowAssembler(layout, settings);
    accumulators.devices().add(lease.value().description());
  }

  @Override
  public boolean hasNext() {
    long asked = System.nanoTime();
    // Between a row handed over and the next one asked for, the task writes.
    writeNanos += asked - handedOver;
    boolean more = pipeline.hasNext();
    handedOver = System.nanoTime();
    if (!more) {
      close();
    }
    return more;
  }

  @Override
  public Row next() {
    writeNanos += System.nanoTime() - handedOver;
    EmbeddedArticle<Row> embedded = pipeline.next();
    Row row = assembler.assemble(embedded);
    accumulators.rows().add(1);
    handedOver = System.nanoTime();
    return row;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      pipeline.close();
      images.close();
      lease.close();
      accumulators.add(times, source.nanos(), writeNanos);
      accumulators.images().add(pipeline.imageCounts());
      accumulators.texts().add(pipeline.textCounts());
    }
  }
}
