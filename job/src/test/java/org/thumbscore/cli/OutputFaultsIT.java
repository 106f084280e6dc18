package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.testing.SharedSpark;

/** An output that fills, freezes, goes away, or that two runs want. */
@Tag("slow")
class OutputFaultsIT {
  private static final int ROUNDS = 3;
  private static final int DISK_KIB = 1_024;
  private static final int STEP_KIB = 16;

  @TempDir static Path folder;

  private static Path articles;
  private static Path undisturbed;

  @BeforeAll
  static void writeArticles() {
    articles = folder.resolve("articles");
    Lake.write(SharedSpark.session(), articles, 1, 3, 2);
    undisturbed = folder.resolve("undisturbed");
    assertEquals("", Lake.run(Lake.score(articles, undisturbed)).failure());
  }

  @Test
  void diskThatFillsStopsARunAndTheNextGoesOn() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        succeeds("mount", "-t", "tmpfs", "-o", "size=" + DISK_KIB + "k", "tmpfs", disk.toString()),
        "this user may not mount a small disk");
    try {
      List<Integer> rows = new ArrayList<>();
      boolean full = true;
      for (int room = 0; full; room += STEP_KIB) {
        full = fills(disk, room, rows);
      }
      System.out.printf(
          "disks that filled: %d, with so many rows published: %s%n", rows.size(), rows);
      assertTrue(rows.size() > 3, "too few to tell");
    } finally {
      assertTrue(succeeds("umount", disk.toString()));
    }
  }

  /** Whether a run finds the disk full; if so another one, with room, goes on. */
  private static boolean fills(Path disk, int room, List<Integer> rows) throws IOException {
    Path output = disk.resolve("scores");
    Path ballast = disk.resolve("ballast");
    Files.write(ballast, new byte[(DISK_KIB - room) << 10]);
    List<String> arguments =
        Lake.score(articles, output, "--set=score.slice-size=1", "--set=score.wave-size=1");
    Call run = Lake.run(arguments);
    boolean full = run.code() != 0;
    if (full) {
      assertEquals(4, run.code(), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(
          run.err()
              .matches("(?s)thumbscore: Cannot write output .*No space left on device.*Free.*"),
          run.err());
      rows.add(published(output));
    }
    Files.delete(ballast);
    assertEquals("", Lake.run(arguments).failure());
    requireWhole(output);
    FileUtil.fullyDelete(output.toFile());
    return full;
  }

  @Test
  void outputThatBecomesUnwritableStopsARunAndTheNextGoesOn() throws Exception {
    Path output = folder.resolve("frozen");
    Process run = start("frozen", "frozen.err");
    awaitCommit(run, output);
    boolean frozen = succeeds("chattr", "-R", "+i", output.toString());
    assumeTrue(frozen, "this user may not freeze a directory");
    int published;
    try {
      requireStopped(run, "frozen.err");
      published = published(output);
    } finally {
      assertTrue(succeeds("chattr", "-R", "-i", output.toString()));
    }
    assertEquals(0, again("frozen").code());
    requireWhole(output);
    System.out.printf("output frozen with %d rows published%n", published);
  }

  @Test
  void outputThatIsMovedAwayStopsARunAndTheNextGoesOn() throws Exception {
    Path output = folder.resolve("moved");
    Path elsewhere = folder.resolve("elsewhere");
    Process run = start("moved", "moved.err");
    awaitCommit(run, output);
    Files.move(output, elsewhere);
    Files.writeString(output, "a file in its place");
    requireStopped(run, "moved.err");
    Launched refused = again("moved");
    assertEquals(2, refused.code(), refused.err());
    assertTrue(refused.err().contains("found a file, expected a directory"), refused.err());
    Files.delete(output);
    Files.move(elsewhere, output);
    int published = published(output);
    assertEquals(0, again("moved").code());
    requireWhole(output);
    System.out.printf("output moved away with %d rows published%n", published);
  }

  @Test
  void ofTwoRunsAtOnceOneWritesAtMost() throws Exception {
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      String name = "race-" + round;
      Process one = start(name, name + "-1.err");
      Process two = start(name, name + "-2.err");
      int first = ended(one);
      int second = ended(two);
      requireGaveWay(first, name + "-1.err");
      requireGaveWay(second, name + "-2.err");
      outcomes.merge(Math.min(first, second) + " and " + Math.max(first, second), 1, Integer::sum);
      Path output = folder.resolve(name);
      if (first != 0 && second != 0) {
        assertEquals(0, published(output));
        assertEquals(0, again(name).code());
      }
      requireWhole(output);
      assertEquals(1, Call.table(output).select("run_id").distinct().count(), "a mixture");
    }
    System.out.printf("two runs at once, exit codes: %s%n", outcomes);
  }

  private static void requireGaveWay(int code, String err) throws IOException {
    String said = Files.readString(folder.resolve(err));
    assertTrue(code == 0 || (code == 4 && said.contains("is writing it, last sign of life")), said);
  }

  private static void requireStopped(Process run, String err) throws Exception {
    String said = ended(run) + " " + Files.readString(folder.resolve(err));
    assertTrue(said.startsWith("4 "), said);
    List<String> told = said.lines().filter(line -> line.startsWith("thumbscore: ")).toList();
    assertEquals(1, told.size(), said);
    assertTrue(told.get(0).startsWith("thumbscore: Cannot write output "), said);
  }

  private static Process start(String output, String err) throws IOException {
    return Launched.start(
        folder,
        ProcessBuilder.Redirect.to(folder.resolve(err).toFile()),
        Lake.score(
                articles,
                folder.resolve(output),
                "--set=score.slice-size=1",
                "--set=score.wave-size=1")
            .toArray(String[]::new));
  }

  private static Launched again(String output) throws Exception {
    return Launched.in(
        folder,
        Lake.score(
                articles,
                folder.resolve(output),
                "--set=score.slice-size=1",
                "--set=score.wave-size=1")
            .toArray(String[]::new));
  }

  private static int ended(Process run) throws InterruptedException {
    assertTrue(run.waitFor(3, TimeUnit.MINUTES), "it did not end");
    return run.exitValue();
  }

  private static void requireWhole(Path output) {
    Lake.requireSame(Call.table(undisturbed), Call.table(output));
    assertTrue(Files.exists(output.resolve("_SUCCESS")));
    assertFalse(Files.exists(output.resolve("_thumbscore/staging")), "staged files are left");
    assertFalse(Files.exists(output.resolve("_thumbscore/locks")), "locks are left");
  }

  private static int published(Path output) throws IOException {
    if (!Files.exists(output)) {
      return 0;
    }
    try (Stream<Path> entries = Files.list(output)) {
      return entries.anyMatch(entry -> entry.getFileName().toString().startsWith("day="))
          ? Lake.requirePart(Call.table(undisturbed), Call.table(output))
          : 0;
    }
  }

  private static void awaitCommit(Process run, Path output) throws Exception {
    Path ledger = output.resolve("_thumbscore/ledger");
    while (run.isAlive() && !holdsRecord(ledger)) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertTrue(run.isAlive(), "it ended too soon");
  }

  private static boolean holdsRecord(Path ledger) throws IOException {
    if (!Files.exists(ledger)) {
      return false;
    }
    try (Stream<Path> records = Files.list(ledger)) {
      return records.anyMatch(record -> record.toString().matches(".*/[0-9a-f]+\\.json"));
    }
  }

  private static boolean succeeds(String... command) throws Exception {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
