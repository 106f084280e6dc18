package org.thumbscore.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.thumbscore.doctor.Finding;
import org.thumbscore.doctor.Machine;
import org.thumbscore.doctor.ModelCheck;
import org.thumbscore.model.BundleException;
import org.thumbscore.runtime.DeviceSettings;

/**
 * Looks at the machines of a Spark application's executors.
 *
 * <pre>{@code
 * Map<String, List<Finding>> byExecutor =
 *     ExecutorDoctor.look(spark, DeviceSettings.AUTO, Optional.empty());
 * }</pre>
 */
public final class ExecutorDoctor {
  private static final StructType FOUND =
      new StructType()
          .add("executor", "string")
          .add("level", "string")
          .add("subject", "string")
          .add("text", "string")
          .add("millis", "long");
  private static final String CLOCK = "clock";
  private static final Duration TOLERANCE = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int ROUNDS = 20;

  /** The examinations that a task of this JVM has done, so that each executor is seen once. */
  private static final Set<String> DONE = ConcurrentHashMap.newKeySet();

  private ExecutorDoctor() {}

  /**
   * A bundle that executors should be able to open.
   *
   * @param sha256 the digest that the driver computed
   */
  public record Model(String location, String sha256) implements Serializable {}

  /**
   * Runs Spark jobs with as many tasks as there are slots, until each executor has had one, and
   * returns what was found by the name of the executor and its host. In local mode, the only
   * executor is the driver.
   *
   * @param settings the device and execution provider that scoring would use
   */
  public static Map<String, List<Finding>> look(
      SparkSession spark, DeviceSettings settings, Optional<Model> model) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(
            new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
    String id = UUID.randomUUID().toString();
    Map<String, List<Finding>> found = new TreeMap<>();
    for (int round = 0; round < ROUNDS && found.size() < executors(spark); round++) {
      Instant before = Instant.now();
      List<Row> rows = tasks(spark, new Examination(id, settings, model.orElse(null), hadoop));
      Instant after = Instant.now();
      for (Row row : rows) {
        Finding finding =
            new Finding(
                Finding.Level.valueOf(row.getString(1)), row.getString(2), row.getString(3));
        found
            .computeIfAbsent(row.getString(0), name -> new ArrayList<>())
            .add(
                finding.subject().equals(CLOCK)
                    ? compared(finding, Instant.ofEpochMilli(row.getLong(4)), before, after)
                    : finding);
      }
    }
    return found;
  }

  private static List<Row> tasks(SparkSession spark, Examination examination) {
    int slots = spark.sparkContext().defaultParallelism();
    return spark
        .range(0, slots, 1, slots)
        .mapPartitions(examination, Encoders.row(FOUND))
        .collectAsList();
  }

  /** Returns the number of executors that have registered, which grows after the start. */
  private static int executors(SparkSession spark) {
    int all = spark.sparkContext().statusTracker().getExecutorInfos().length;
    return spark.sparkContext().isLocal() ? 1 : Math.max(1, all - 1);
  }

  /** An executor's clock must lie between what the driver's showed before and after. */
  static Finding compared(Finding finding, Instant there, Instant before, Instant after) {
    boolean same =
        !there.isBefore(before.minus(TOLERANCE)) && !there.isAfter(after.plus(TOLERANCE));
    return same
        ? finding
        : new Finding(
            Finding.Level.NOTE,
            finding.subject(),
            "%s, while the driver's is between %s and %s: synchronize both"
                .formatted(there, before, after));
  }

  /** Looks at the executor on which it runs, unless another task of the same job has done so. */
  private record Examination(
      String id, DeviceSettings settings, Model model, Broadcast<SerializableConfiguration> hadoop)
      implements MapPartitionsFunction<Long, Row> {
    @Override
    public Iterator<Row> call(Iterator<Long> unused) {
      String executor = SparkEnv.get().executorId();
      if (!DONE.add(id + executor)) {
        // Leaves the next task to an executor that has had none.
        LockSupport.parkNanos(PAUSE.toNanos());
        return List.<Row>of().iterator();
      }
      String name = executor + " on " + SparkEnv.get().blockManager().blockManagerId().host();
      long now = System.currentTimeMillis();
      return findings().stream()
          .map(
              finding ->
                  RowFactory.create(
                      name, finding.level().name(), finding.subject(), finding.text(), now))
          .iterator();
    }

    private List<Finding> findings() {
      List<Finding> findings = new ArrayList<>(Machine.look(settings, ExecutorEncoder.host()));
      if (model != null) {
        findings.addAll(bundle(hadoop.value().value()));
      }
      return findings;
    }

    private List<Finding> bundle(Configuration configuration) {
      Path scratch = ExecutorEncoder.scratch();
      try {
        return ModelCheck.look(
            ExecutorEncoder.fetch(model.location(), model.sha256(), configuration, scratch),
            settings,
            ExecutorEncoder.host(),
            scratch);
      } catch (BundleException e) {
        return List.of(new Finding(Finding.Level.PROBLEM, "model", e.getMessage()));
      }
    }
  }
}
