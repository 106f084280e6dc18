package org.thumbscore.spark;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.Option;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Follows one accumulator through heartbeats: its own value counts finished tasks only. Called by
 * Spark's listener thread, read by any.
 */
public final class RowProgress extends SparkListener {
  private final long accumulator;
  private final AtomicLong finished = new AtomicLong();
  private final Map<Long, Long> running = new ConcurrentHashMap<>();

  /**
   * Follows an accumulator once added to a {@code SparkContext} as a listener.
   *
   * @param accumulator id of one that counts
   */
  public RowProgress(long accumulator) {
    this.accumulator = accumulator;
  }

  /** The count of finished tasks, and of running ones as of their last heartbeat. */
  public long rows() {
    return finished.get() + running.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    CollectionConverters.asJava(update.accumUpdates())
        .forEach(task -> rowsIn(task._4(), rows -> running.put((Long) task._1(), rows)));
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    running.remove(end.taskInfo().taskId());
    if (end.taskInfo().successful()) {
      rowsIn(end.taskInfo().accumulables(), finished::addAndGet);
    }
  }

  private void rowsIn(Seq<AccumulableInfo> infos, LongConsumer consumer) {
    for (AccumulableInfo info : CollectionConverters.asJava(infos)) {
      Option<Object> update = info.update();
      if (info.id() == accumulator && update.isDefined() && update.get() instanceof Long rows) {
        consumer.accept(rows);
      }
    }
  }
}
