package org.thumbscore.run;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.common.Redaction;
import org.thumbscore.lake.table.TableSettings;
import scala.Tuple2;

/** A Spark session for one run; stopped on {@link #close} where the run started it. */
public final class SparkRuntime implements AutoCloseable {
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
   * Takes the session that is there, or starts one with the settings of {@code spark-submit}.
   *
   * @param defaults Spark settings that hold where {@code spark-submit} says nothing
   */
  public static SparkRuntime start(String name, Map<String, String> defaults) {
    Owner owner = SparkSession.getDefaultSession().isEmpty() ? Owner.RUN : Owner.CALLER;
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.app.name", name);
    // The progress line is ours.
    conf.set("spark.ui.showConsoleProgress", "false");
    // Wider than Spark's own: it stores settings in its event log.
    conf.setIfMissing("spark.redaction.regex", Redaction.SECRET_KEYS);
    if (conf.get("spark.master").startsWith("local")) {
      // A task that ran out of memory is then a failure to be told of, and not the end of the JVM.
      conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
    }
    // Containers have no locale, in which paths that are not ASCII cannot be spelled.
    conf.setIfMissing("spark.executorEnv.LC_ALL", "C.UTF-8");
    defaults.forEach(conf::setIfMissing);
    TableSettings.missing(conf).forEach(conf::set);
    return new SparkRuntime(SparkSession.builder().config(conf).getOrCreate(), owner);
  }

  /** A session of the caller's, which stays open. */
  static SparkRuntime of(SparkSession session) {
    return new SparkRuntime(session, Owner.CALLER);
  }

  /** The Hadoop settings of {@code spark-submit}, to look at storage before Spark starts. */
  public static Configuration hadoopSettings() {
    Configuration hadoop = new Configuration();
    for (Tuple2<String, String> setting : new SparkConf().getAllWithPrefix(HADOOP)) {
      hadoop.set(setting._1(), setting._2());
    }
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
