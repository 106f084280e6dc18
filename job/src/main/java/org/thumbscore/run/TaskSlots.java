package org.thumbscore.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * The number of tasks that Spark can run at the same time. Each takes {@code spark.task.cpus} cores
 * and, where executors have GPUs, {@code spark.task.resource.gpu.amount} of one.
 *
 * @param executors the number of executors that have registered
 * @param cores the number of their cores, as far as Spark tells it
 */
record TaskSlots(SparkConf conf, String master, int executors, int cores) {
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\d+|\\*)[^\\]]*\\])?");
  private static final Pattern ONE_CORE = Pattern.compile("(?:yarn|k8s:).*");

  /** Returns the slots of an application as of now, including executors that it waits for. */
  static int of(SparkContext context) {
    // The driver is in the list.
    int executors = context.statusTracker().getExecutorInfos().length - 1;
    return new TaskSlots(
            context.conf(), context.master(), Math.max(1, executors), context.defaultParallelism())
        .count();
  }

  int count() {
    int cpus = Math.max(1, conf.getInt("spark.task.cpus", 1));
    Matcher local = LOCAL.matcher(master);
    if (local.matches()) {
      return Math.max(1, threads(local.group(1)) / cpus);
    }
    int ofExecutor = coresOfExecutor() / cpus;
    double gpu = conf.getDouble("spark.task.resource.gpu.amount", 0);
    if (gpu > 0) {
      double gpus = conf.getDouble("spark.executor.resource.gpu.amount", 1);
      // 0.33 and the like are meant to add up to a whole GPU.
      ofExecutor = Math.min(ofExecutor, (int) (gpus / gpu + 0.01));
    }
    return (int) Math.min(Integer.MAX_VALUE, (long) expected() * Math.max(1, ofExecutor));
  }

  private static int threads(String number) {
    if (number == null) {
      return 1;
    }
    return number.equals("*")
        ? Runtime.getRuntime().availableProcessors()
        : Integer.parseInt(number);
  }

  private int coresOfExecutor() {
    int otherwise = ONE_CORE.matcher(master).matches() ? 1 : Math.max(1, cores / executors);
    return conf.getInt("spark.executor.cores", otherwise);
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
