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
 * A listener that tracks one accumulator through executor heartbeats, because the accumulator's own
 * value only includes finished tasks. Updated by Spark's listener thread and readable from any
 * thread.
 */
public final class RowProgress extends SparkListener {
  private final long accumulator;
  private final AtomicLong finished = new AtomicLong();
  private final Map<Long, Long> running = new ConcurrentHashMap<>();

  /**
   * Creates a listener that tracks an accumulator once it is added to a {@code SparkContext}.
   *
   * @param accumulator the id of a counting accumulator
   */
  public RowProgress(long accumulator) {
    this.accumulator = accumulator;
  }

  /** Returns the count of finished tasks plus that of running tasks as of their last heartbeat. */
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
