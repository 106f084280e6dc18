package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.testing.SharedSpark;

/** The driver is killed at random moments and started again, until it gets through. */
@Tag("slow")
class KillIT {
  private static final int KILLS = Integer.getInteger("thumbscore.kills", 10);
  private static final int DIRECTORIES = 240;
  private static final int TOUCHED = 60;
  private static final int EARLY_KILLS = 3;
  private static final int STARTING_MILLIS = 5_000;
  private static final int WORKING_MILLIS = 4_000;
  private static final int PATIENCE_SECONDS = 120;

  /** Some slices hold a single row, and its image is damaged. */
  private static final String EVERY_SLICE = "--set=score.max-reject-fraction=1";

  private static final long SEED = 20_261_124;

  @TempDir Path folder;

  @Test
  void everyRowIsThereOnceHoweverOftenTheRunIsKilled() throws Exception {
    SparkSession spark = SharedSpark.session();
    Path articles = folder.resolve("articles");
    Lake.write(spark, articles, 6, DIRECTORIES, 1);
    assertTrue(files(articles, "part-").size() >= 200, "some days have no article");
    Path undisturbed = folder.resolve("undisturbed");
    assertEquals("", Lake.run(Lake.score(articles, undisturbed, EVERY_SLICE)).failure());

    Path output = folder.resolve("scores");
    List<String> arguments = Lake.score(articles, output, EVERY_SLICE);
    Random random = new Random(SEED);
    int survived = 0;
    int progressed = 0;
    while (survived < KILLS) {
      long before = committed(output);
      // One wave of all slices, or ten waves.
      String wave = random.nextBoolean() ? "512MiB" : "2MiB";
      List<String> run =
          Stream.concat(arguments.stream(), Stream.of("--set=score.wave-size=" + wave)).toList();
      if (!killed(run, output, survived, random)) {
        // It got through: from now on some files have changed again each time.
        touchFiles(articles, random);
      }
      survived++;
      progressed += committed(output) > before ? 1 : 0;
    }
    Launched last = Launched.in(folder, arguments.toArray(String[]::new));
    assertEquals(0, last.code(), last.err());
    Lake.requireSame(Call.table(undisturbed), Call.table(output));
    assertTrue(Files.exists(output.resolve("_SUCCESS")));
    assertEquals(0, leftovers(output), "staged files or locks are left");
    System.out.printf(
        "kills survived: %d, of them %d after slices were committed; last run: %s%n",
        survived, progressed, last.out().lines().findFirst().orElse(""));
    assertTrue(progressed > 1, "kills came before anything was done");
  }

  /** Starts it and kills it, while it starts or while it works; false where it ended before. */
  private boolean killed(List<String> arguments, Path output, int run, Random random)
      throws Exception {
    boolean early = run < EARLY_KILLS;
    String id = "run-" + run;
    Path errors = folder.resolve(id + ".err");
    Process process =
        Launched.start(
            folder,
            ProcessBuilder.Redirect.to(errors.toFile()),
            Stream.concat(arguments.stream(), Stream.of("--run-id", id)).toArray(String[]::new));
    if (!early) {
      awaitWork(process, output, id, run % 2 == 0);
    }
    if (process.waitFor(
        random.nextInt(early ? STARTING_MILLIS : WORKING_MILLIS), TimeUnit.MILLISECONDS)) {
      assertEquals(0, process.exitValue(), Files.readString(errors));
      return false;
    }
    process.destroyForcibly().waitFor();
    return true;
  }

  /** Waits until a run stages its first slice, or until it has committed one. */
  private static void awaitWork(Process process, Path output, String run, boolean commit)
      throws Exception {
    Path staging = output.resolve("_thumbscore/staging/" + run);
    long before = committed(output);
    for (int i = 0; i < PATIENCE_SECONDS * 20 && process.isAlive(); i++) {
      if (commit ? committed(output) > before : Files.exists(staging)) {
        return;
      }
      Thread.sleep(50);
    }
  }

  private static void touchFiles(Path articles, Random random) throws IOException {
    List<Path> files = files(articles, "part-");
    for (int i = 0; i < TOUCHED; i++) {
      Files.setLastModifiedTime(
          files.get(random.nextInt(files.size())),
          java.nio.file.attribute.FileTime.fromMillis(random.nextInt(1 << 30)));
    }
  }

  private static long committed(Path output) throws IOException {
    Path ledger = output.resolve("_thumbscore/ledger");
    return Files.exists(ledger) ? Files.getLastModifiedTime(ledger).toMillis() : 0;
  }

  private static int leftovers(Path output) throws IOException {
    Path side = output.resolve("_thumbscore");
    return (Files.exists(side.resolve("staging")) ? 1 : 0)
        + (Files.exists(side.resolve("locks")) ? 1 : 0);
  }

  private static List<Path> files(Path directory, String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    }
  }
}
