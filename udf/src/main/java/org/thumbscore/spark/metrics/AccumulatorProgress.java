package org.thumbscore.spark.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A listener that follows accumulators through executor heartbeats, because an accumulator's own
 * value only includes finished tasks. Updated by Spark's listener thread and readable from any
 * thread. A retried task may temporarily count twice.
 */
public class AccumulatorProgress extends SparkListener {
  private final Predicate<AccumulableInfo> followed;
  private final Map<Long, Counts> running = new ConcurrentHashMap<>();
  private volatile Counts finished = Counts.NONE;

  AccumulatorProgress(Predicate<AccumulableInfo> followed) {
    this.followed = followed;
  }

  /**
   * Creates a listener that follows one accumulator of a whole number, or of whole numbers by name,
   * once it is added to a {@code SparkContext}.
   */
  public static AccumulatorProgress of(long accumulator) {
    return new AccumulatorProgress(info -> info.id() == accumulator);
  }

  /**
   * The values of accumulators by their names, and by the names within them. Immutable.
   *
   * @param values an accumulator of a single number has it under the empty name
   */
  record Counts(Map<String, Map<String, Long>> values) {
    static final Counts NONE = new Counts(Map.of());

    Counts plus(Counts other) {
      Map<String, Map<String, Long>> sum = new TreeMap<>();
      values.forEach((accumulator, counts) -> sum.put(accumulator, new TreeMap<>(counts)));
      other.values.forEach(
          (accumulator, counts) ->
              counts.forEach(
                  (name, count) ->
                      sum.computeIfAbsent(accumulator, a -> new TreeMap<>())
                          .merge(name, count, Long::sum)));
      return new Counts(sum);
    }

    long total(String accumulator) {
      return of(accumulator).values().stream().mapToLong(Long::longValue).sum();
    }

    Map<String, Long> of(String accumulator) {
      return values.getOrDefault(accumulator, Map.of());
    }
  }

  /** Returns the sum of everything that is followed. */
  public long total() {
    Counts all = all();
    return all.values().keySet().stream().mapToLong(all::total).sum();
  }

  /** Returns the values of finished tasks and those of running ones as of their last heartbeat. */
  final Counts all() {
    return finished.plus(running());
  }

  /** Returns the values of running tasks as of their last heartbeat. */
  final Counts running() {
    return running.values().stream().reduce(Counts.NONE, Counts::plus);
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    CollectionConverters.asJava(update.accumUpdates())
        .forEach(
            task -> {
              Counts counts = counts(task._4());
              if (!counts.values().isEmpty()) {
                running.put((Long) task._1(), counts);
              }
            });
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    running.remove(end.taskInfo().taskId());
    if (end.taskInfo().successful()) {
      Counts counts = counts(end.taskInfo().accumulables());
      if (!counts.values().isEmpty()) {
        finished = finished.plus(counts);
      }
    }
  }

  private Counts counts(Seq<AccumulableInfo> infos) {
    Map<String, Map<String, Long>> values = new TreeMap<>();
    for (AccumulableInfo info : CollectionConverters.asJava(infos)) {
      Option<Object> update = info.update();
      if (followed.test(info) && update.isDefined()) {
        String name = info.name().isDefined() ? info.name().get() : "";
        values.put(name, numbers(update.get()));
      }
    }
    return new Counts(values);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Long> numbers(Object value) {
    if (value instanceof Long number) {
      return Map.of("", number);
    }
    return value instanceof Map<?, ?> counts ? (Map<String, Long>) counts : Map.of();
  }
}
