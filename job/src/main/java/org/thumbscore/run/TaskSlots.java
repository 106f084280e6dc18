package org.thumbscore.run;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.thumbscore.spark.ExecutorCores;

/**
 * The number of tasks that Spark can run at the same time. Each takes {@code spark.task.cpus} cores
 * and, where executors have GPUs, {@code spark.task.resource.gpu.amount} of one.
 *
 * @param executors the number of executors that have registered
 * @param cores the number of their cores, as far as Spark tells it
 */
record TaskSlots(SparkConf conf, int executors, int cores) {
  /** Returns the slots of an application as of now, including executors that it waits for. */
  static int of(SparkContext context) {
    // The driver is in the list.
    int executors = context.statusTracker().getExecutorInfos().length - 1;
    return new TaskSlots(context.conf(), Math.max(1, executors), context.defaultParallelism())
        .count();
  }

  int count() {
    int cpus = Math.max(1, conf.getInt("spark.task.cpus", 1));
    int ofExecutor = ExecutorCores.of(conf).orElse(Math.max(1, cores / executors)) / cpus;
    if (ExecutorCores.isLocal(conf)) {
      return Math.max(1, ofExecutor);
    }
    double gpu = conf.getDouble("spark.task.resource.gpu.amount", 0);
    if (gpu > 0) {
      double gpus = conf.getDouble("spark.executor.resource.gpu.amount", 1);
      // 0.33 and the like are meant to add up to a whole GPU.
      ofExecutor = Math.min(ofExecutor, (int) (gpus / gpu + 0.01));
    }
    return (int) Math.min(Integer.MAX_VALUE, (long) expected() * Math.max(1, ofExecutor));
  }

  /** Executors that are asked for count, because Spark starts them while the first tasks run. */
  private int expected() {
    if (!conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
      return Math.max(executors, conf.getInt("spark.executor.instances", executors));
    }
    int most = conf.getInt("spark.dynamicAllocation.maxExecutors", Integer.MAX_VALUE);
    return most == Integer.MAX_VALUE ? executors : Math.max(executors, most);
  }
}
