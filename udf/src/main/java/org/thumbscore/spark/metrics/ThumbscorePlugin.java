package org.thumbscore.spark.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import java.util.EnumSet;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.thumbscore.score.RowStatus;

/**
 * A Spark plugin that publishes the figures of all computations of an application as metrics of its
 * driver, from where Spark's sinks take them: the servlets of the UI, JMX, Graphite and others.
 * They include running tasks as of their last heartbeat.
 *
 * <pre>{@code
 * spark-submit --conf spark.plugins=org.thumbscore.spark.metrics.ThumbscorePlugin ...
 * }</pre>
 *
 * <ul>
 *   <li>{@code rows}: a meter of rows scored or rejected, with their rates per second
 *   <li>{@code rows.OK}, {@code rows.IMAGE_MISSING} and so on: rows by status
 *   <li>{@code embeddings.images.computed}, {@code .reused}, {@code embeddings.texts.computed},
 *       {@code .reused}
 *   <li>{@code seconds.infer}, {@code .read}, {@code .images}, {@code .decode}, {@code .tokenize},
 *       {@code .write}: seconds by stage, summed over the tasks
 *   <li>{@code queue.depth}: decoded images that wait when a batch begins, on average over the
 *       batches of running tasks; if it is near 0, the model waits for images
 * </ul>
 *
 * @see <a href="https://spark.apache.org/docs/latest/monitoring.html#metrics">Spark metrics</a>
 */
public final class ThumbscorePlugin implements SparkPlugin {
  private static final double NANOS = 1e9;

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Map<String, String> init(SparkContext context, PluginContext plugin) {
        MetricRegistry registry = plugin.metricRegistry();
        RowMeter progress = new RowMeter(registry.meter("rows"));
        register(progress, registry);
        context.addSparkListener(progress);
        return Map.of();
      }
    };
  }

  /** Returns null, since executors report by the heartbeats of their tasks. */
  @Override
  public ExecutorPlugin executorPlugin() {
    return null;
  }

  /** A listener that marks the rows of an application in a meter. */
  private static final class RowMeter extends AccumulatorProgress {
    private final Meter rows;

    RowMeter(Meter rows) {
      super(info -> info.name().exists(name -> name.startsWith(ScoreAccumulators.PREFIX)));
      this.rows = rows;
    }

    @Override
    public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
      super.onExecutorMetricsUpdate(update);
      mark();
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      super.onTaskEnd(end);
      mark();
    }

    private void mark() {
      // The rows of a task that failed are taken back, but a meter only grows.
      long fresh = all().total(ScoreAccumulators.ROWS) - rows.getCount();
      if (fresh > 0) {
        rows.mark(fresh);
      }
    }
  }

  private static void register(AccumulatorProgress progress, MetricRegistry registry) {
    for (RowStatus status : RowStatus.values()) {
      gauge(
          registry,
          "rows." + status,
          () -> progress.all().of(ScoreAccumulators.ROWS).getOrDefault(status.name(), 0L));
    }
    count(progress, registry, "embeddings.images.computed", TaskMeasure.IMAGES_COMPUTED);
    count(progress, registry, "embeddings.images.reused", TaskMeasure.IMAGES_REUSED);
    count(progress, registry, "embeddings.texts.computed", TaskMeasure.TEXTS_COMPUTED);
    count(progress, registry, "embeddings.texts.reused", TaskMeasure.TEXTS_REUSED);
    for (TaskMeasure measure : EnumSet.range(TaskMeasure.READ_NANOS, TaskMeasure.WRITE_NANOS)) {
      gauge(
          registry,
          "seconds." + measure.label(),
          () -> progress.all().total(measure.accumulator()) / NANOS);
    }
    gauge(registry, "queue.depth", () -> queueDepth(progress.running()));
  }

  private static double queueDepth(AccumulatorProgress.Counts running) {
    long batches = running.total(TaskMeasure.IMAGE_BATCHES.accumulator());
    return batches == 0
        ? 0
        : (double) running.total(TaskMeasure.IMAGES_WAITING.accumulator()) / batches;
  }

  private static void count(
      AccumulatorProgress progress, MetricRegistry registry, String name, TaskMeasure measure) {
    gauge(registry, name, () -> progress.all().total(measure.accumulator()));
  }

  private static void gauge(MetricRegistry registry, String name, Gauge<? extends Number> gauge) {
    registry.register(name, gauge);
  }
}
