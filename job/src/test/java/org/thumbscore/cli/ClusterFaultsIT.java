package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.testing.EventLog;
import org.thumbscore.testing.SharedSpark;
import org.thumbscore.testing.StandaloneCluster;
import org.thumbscore.testing.UnsteadyDisk;

/** By spark-submit on a standalone cluster, whose executors and tasks fail. */
@Tag("slow")
class ClusterFaultsIT {
  private static final int KILLS = 5;
  private static final long SEED = 20_261_124;
  private static final Path JAR = Path.of(System.getProperty("thumbscore.jar"));

  @TempDir static Path folder;

  private static StandaloneCluster cluster;
  private static Path articles;
  private static Path undisturbed;

  @BeforeAll
  static void startCluster() throws Exception {
    articles = folder.resolve("articles");
    Lake.write(SharedSpark.session(), articles, 3, 2, 4);
    undisturbed = folder.resolve("undisturbed");
    assertEquals("", Lake.run(Lake.score(articles, undisturbed)).failure());
    Files.createDirectory(folder.resolve("events"));
    String classPath = Files.readString(Launched.home().resolve("lib/classpath"));
    List<Path> jars =
        Arrays.stream(classPath.strip().split(File.pathSeparator)).map(Path::of).toList();
    cluster = StandaloneCluster.start(folder.resolve("spark"), jars, opens());
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Test
  void killedExecutorsLoseNoRowAndDoubleNone() throws Exception {
    Process run =
        submit(
            "killed",
            List.of("spark.task.maxFailures=8"),
            "--set=score.slice-size=1",
            "--run-id=killed");
    awaitWork(run, folder.resolve("killed/_thumbscore/staging/killed"));
    Random random = new Random(SEED);
    int kills = 0;
    while (kills < KILLS && !run.waitFor(1_000 + random.nextInt(2_000), TimeUnit.MILLISECONDS)) {
      List<ProcessHandle> executors = cluster.executors();
      if (!executors.isEmpty()) {
        executors.get(random.nextInt(executors.size())).destroyForcibly();
        kills++;
      }
    }
    requireWhole(run, "killed");
    EventLog events = EventLog.last(folder.resolve("events"));
    long hit = events.ended("ExecutorLostFailure");
    System.out.printf(
        "executors killed: %d, of which Spark saw %d go; tasks that died with them: %d%n",
        kills, events.executorsRemoved(), hit);
    assertTrue(kills > 1 && hit > 0, kills + " kills hit " + hit + " tasks");
  }

  @Test
  void tasksThatFailTwiceAreTriedAgain() throws Exception {
    List<String> conf = new ArrayList<>(disk(UnsteadyDisk.FAILING_OPEN, 3));
    conf.addAll(disk(UnsteadyDisk.FAILING_WRITE, 900));
    Process run = submit("failing", conf, "--set=score.batch-size=4");
    requireWhole(run, "failing");
    EventLog events = EventLog.last(folder.resolve("events"));
    long reading = events.failed("injected: the file cannot be opened", 1);
    long writing = events.failed("injected: the rest cannot be written", 1);
    System.out.printf(
        "tasks that failed after some rows: %d while they read, %d while they wrote%n",
        reading, writing);
    assertTrue(reading > 0 && writing > 0, "no task failed in its midst");
  }

  @Test
  void slowTasksAreOvertakenByTheirSecondAttempt() throws Exception {
    List<String> conf = new ArrayList<>(disk(UnsteadyDisk.SLOW_OPEN, 3));
    conf.addAll(
        List.of(
            "spark.speculation=true",
            "spark.speculation.interval=100ms",
            "spark.speculation.quantile=0.5",
            "spark.speculation.multiplier=1.5"));
    Process run = submit("slow", conf);
    requireWhole(run, "slow");
    EventLog events = EventLog.last(folder.resolve("events"));
    System.out.printf(
        "speculative attempts: %d, attempts killed since another had ended: %d%n",
        events.speculative(), events.ended("TaskKilled"));
    assertTrue(events.speculative() > 0, "Spark started no second attempt");
    assertTrue(events.ended("TaskKilled") > 0, "no second attempt overtook the first");
  }

  private static List<String> disk(String fault, int value) {
    return List.of(
        "spark.hadoop.fs.file.impl=" + UnsteadyDisk.class.getName(),
        "spark.hadoop." + fault + "=" + value);
  }

  private static Process submit(String output, List<String> conf, String... more) throws Exception {
    List<String> settings = new ArrayList<>(EventLog.settings(folder.resolve("events")));
    // Each task reads several files, so that it has read rows when the next file fails.
    settings.add("spark.sql.files.minPartitionNum=2");
    settings.addAll(conf);
    return cluster.submit(
        settings,
        JAR,
        "org.thumbscore.cli.Main",
        Lake.score(articles, folder.resolve(output), more));
  }

  private static void requireWhole(Process run, String output) throws Exception {
    assertTrue(run.waitFor(3, TimeUnit.MINUTES), "it did not end");
    assertEquals(0, run.exitValue(), Files.readString(cluster.log()));
    Lake.requireSame(Call.table(undisturbed), Call.table(folder.resolve(output)));
    assertTrue(Files.exists(folder.resolve(output + "/_SUCCESS")));
  }

  private static void awaitWork(Process process, Path staging) throws Exception {
    while (process.isAlive() && !Files.exists(staging)) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** Those with which this JVM was started, for Spark needs them. */
  private static List<String> opens() {
    Predicate<String> open = option -> option.startsWith("--add-opens");
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(open).toList();
  }
}
