package org.thumbscore.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.doctor.Finding;
import org.thumbscore.doctor.Finding.Level;
import org.thumbscore.lake.storage.S3aCommit;

/** A check of a Spark application: its version, its executors' GPUs and how it commits outputs. */
public final class SparkCheck {
  private static final String GPU_OF_EXECUTOR = "spark.executor.resource.gpu.amount";
  private static final String GPU_OF_TASK = "spark.task.resource.gpu.amount";
  private static final List<String> TESTED = List.of("4.0.", "4.1.");

  private SparkCheck() {}

  /** Looks at an application and what it runs on. */
  public static List<Finding> look(SparkSession spark) {
    SparkConf conf = spark.sparkContext().conf();
    List<Finding> findings = new ArrayList<>();
    String found =
        String.format(
            Locale.ROOT,
            "%s, master %s, %d tasks at a time",
            spark.version(),
            spark.sparkContext().master(),
            TaskSlots.of(spark.sparkContext()));
    findings.add(
        TESTED.stream().anyMatch(spark.version()::startsWith)
            ? new Finding(Level.FINE, "Spark", found)
            : new Finding(Level.NOTE, "Spark", found + ": tested with Spark 4.0 and 4.1"));
    findings.addAll(gpus(conf));
    findings.add(commits());
    return findings;
  }

  /** Each task takes a share of its executor's GPU, so that all cores decode images. */
  static List<Finding> gpus(SparkConf conf) {
    if (!conf.contains(GPU_OF_EXECUTOR)) {
      return List.of();
    }
    int gpus = conf.getInt(GPU_OF_EXECUTOR, 0);
    double task = conf.getDouble(GPU_OF_TASK, 1);
    int cores = conf.getInt("spark.executor.cores", 1);
    String found =
        String.format(
            Locale.ROOT, "%d for each executor of %d cores, %s for each task", gpus, cores, task);
    if (gpus > 1) {
      return List.of(
          new Finding(
              Level.NOTE,
              "Spark's GPUs",
              found + ": an executor uses one; run one executor for each GPU"));
    }
    return List.of(
        task * cores > 1.001
            ? new Finding(
                Level.NOTE,
                "Spark's GPUs",
                String.format(
                    Locale.ROOT,
                    "%s: cores are idle; set %s=%.4f",
                    found,
                    GPU_OF_TASK,
                    1.0 / cores))
            : new Finding(Level.FINE, "Spark's GPUs", found));
  }

  private static Finding commits() {
    return S3aCommit.isAvailable()
        ? new Finding(Level.FINE, "commits", "by renaming, and to S3 by the magic committer of S3A")
        : new Finding(
            Level.NOTE,
            "commits",
            "by renaming; outputs on S3 need --packages org.apache.spark:spark-hadoop-cloud_2.13 of Spark's version");
  }
}
