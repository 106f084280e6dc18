package org.thumbscore.run;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.common.Redaction;
import org.thumbscore.lake.storage.LocalFiles;
import org.thumbscore.lake.table.TableSettings;
import org.thumbscore.spark.metrics.ThumbscorePlugin;
import scala.Tuple2;

/** A Spark session for one run. {@link #close} stops it only if the run started it. */
public final class SparkRuntime implements AutoCloseable {
  /**
   * Shows Spark's progress bar on a terminal, for commands that print no progress line of their
   * own.
   */
  public static final Map<String, String> TASK_PROGRESS =
      Map.of(
          SparkRuntime.PROGRESS_BAR,
          String.valueOf(ProgressReport.Style.detect() == ProgressReport.Style.TERMINAL));

  private static final String PROGRESS_BAR = "spark.ui.showConsoleProgress";
  private static final String HADOOP = "spark.hadoop.";

  private final SparkSession session;
  private final Owner owner;

  private enum Owner {
    RUN,
    CALLER
  }

  private SparkRuntime(SparkSession session, Owner owner) {
    this.session = session;
    this.owner = owner;
  }

  /**
   * Returns the default session or starts one with the settings of {@code spark-submit}.
   *
   * @param defaults Spark settings to use where {@code spark-submit} sets no value
   * @throws SparkStartException if Spark does not start
   */
  public static SparkRuntime start(String name, Map<String, String> defaults) {
    Owner owner = SparkSession.getDefaultSession().isEmpty() ? Owner.RUN : Owner.CALLER;
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.app.name", name);
    // Most commands print a progress line of their own.
    conf.set(PROGRESS_BAR, defaults.getOrDefault(PROGRESS_BAR, "false"));
    // Redacts more keys than Spark's default, because Spark writes its settings to the event log.
    conf.setIfMissing("spark.redaction.regex", Redaction.SECRET_KEYS);
    if (conf.get("spark.master").startsWith("local")) {
      // A task that runs out of memory then fails with an error instead of ending the JVM.
      conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
      // On a cluster, executors would load the class before they have the jars of every deploy
      // mode.
      conf.setIfMissing("spark.plugins", ThumbscorePlugin.class.getName());
    }
    // Containers often have no locale, which makes non-ASCII paths unusable.
    conf.setIfMissing("spark.executorEnv.LC_ALL", "C.UTF-8");
    defaults.forEach(conf::setIfMissing);
    TableSettings.missing(conf).forEach(conf::set);
    return new SparkRuntime(session(conf), owner);
  }

  private static SparkSession session(SparkConf conf) {
    try {
      return SparkSession.builder().config(conf).getOrCreate();
    } catch (Exception e) {
      // Scala does not declare its checked exceptions.
      throw new SparkStartException(e);
    }
  }

  /** Wraps a session of the caller, which {@link #close} leaves open. */
  static SparkRuntime of(SparkSession session) {
    return new SparkRuntime(session, Owner.CALLER);
  }

  /**
   * Returns the Hadoop settings of {@code spark-submit}, for accessing storage before Spark starts.
   * From then on this process opens the local disk through {@link LocalFiles}.
   */
  public static Configuration hadoopSettings() {
    Configuration hadoop = new Configuration();
    for (Tuple2<String, String> setting : new SparkConf().getAllWithPrefix(HADOOP)) {
      hadoop.set(setting._1(), setting._2());
    }
    LocalFiles.use(hadoop);
    return hadoop;
  }

  public SparkSession session() {
    return session;
  }

  @Override
  public void close() {
    if (owner == Owner.RUN) {
      session.stop();
    }
  }
}
