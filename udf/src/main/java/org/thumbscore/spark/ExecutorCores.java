package org.thumbscore.spark;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/** The number of cores that an application's settings give to each executor. */
public final class ExecutorCores {
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\d+|\\*)[^\\]]*\\])?");
  private static final Pattern ONE_CORE = Pattern.compile("(?:yarn|k8s:).*");

  private ExecutorCores() {}

  /**
   * Returns the number of threads of local mode, or else {@code spark.executor.cores} or its
   * default. Empty in a standalone cluster without that setting, where an executor takes all cores
   * of its worker.
   *
   * @param conf the settings of the application, with {@code spark.master}
   * @see <a
   *     href="https://spark.apache.org/docs/4.0.1/configuration.html#execution-behavior">Spark's
   *     configuration</a>
   */
  public static OptionalInt of(SparkConf conf) {
    String master = conf.get("spark.master", "");
    Matcher local = LOCAL.matcher(master);
    if (local.matches()) {
      return OptionalInt.of(threads(local.group(1)));
    }
    if (conf.contains("spark.executor.cores")) {
      return OptionalInt.of(conf.getInt("spark.executor.cores", 1));
    }
    return ONE_CORE.matcher(master).matches() ? OptionalInt.of(1) : OptionalInt.empty();
  }

  /** Returns whether an application runs its tasks in the driver's process. */
  public static boolean isLocal(SparkConf conf) {
    return LOCAL.matcher(conf.get("spark.master", "")).matches();
  }

  private static int threads(String number) {
    if (number == null) {
      return 1;
    }
    return number.equals("*")
        ? Runtime.getRuntime().availableProcessors()
        : Integer.parseInt(number);
  }
}
