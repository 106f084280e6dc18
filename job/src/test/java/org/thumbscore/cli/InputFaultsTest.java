package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.testing.SharedSpark;

/** Input files that go, change or rot after a run was planned: no row is lost or wrong unseen. */
class InputFaultsTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final int FLIPS = 5;
  private static final long SEED = 20_261_124;

  @TempDir static Path shared;
  private static Path undisturbed;

  @TempDir Path folder;
  private Path input;
  private Path output;

  @BeforeEach
  void writeArticles() throws IOException {
    input = folder.resolve("articles");
    output = folder.resolve("scores");
    Lake.write(SPARK, input, 1, 3, 2);
    if (undisturbed == null) {
      undisturbed = shared.resolve("scores");
      assertEquals("", Lake.run(Lake.score(input, undisturbed)).failure());
    }
    // A raw disk, and every store, has no such second look.
    for (Path file : files("\\..*\\.crc")) {
      Files.delete(file);
    }
  }

  @Test
  void fileThatGoesBeforeItIsReadStopsItsSlice() throws Exception {
    Path away = folder.resolve("away.parquet");
    Path last = last();
    Call run = disturbed(() -> Files.move(last, away));
    requireOneRefused(run, last.getFileName().toString());
    Files.move(away, last);
    requireMended();
  }

  @Test
  void fileThatIsCutShortBeforeItIsReadStopsItsSlice() throws Exception {
    Path last = last();
    byte[] whole = Files.readAllBytes(last);
    Call run = disturbed(() -> Files.write(last, java.util.Arrays.copyOf(whole, whole.length / 2)));
    requireOneRefused(run, last.getFileName().toString());
    Files.write(last, whole);
    requireMended();
  }

  @Test
  void fileThatIsReplacedBeforeItIsReadStopsItsSlice() throws Exception {
    Path last = last();
    byte[] whole = Files.readAllBytes(last);
    Path other = files("part-.*").get(0);
    Call run = disturbed(() -> Files.write(last, Files.readAllBytes(other)));
    requireOneRefused(run, "changed or went while it was read");
    Files.write(last, whole);
    requireMended();
  }

  @Test
  void flippedBitIsNeverReadAsIfItWereMeant() throws Exception {
    Path damaged = last();
    byte[] whole = Files.readAllBytes(damaged);
    FileTime time = Files.getLastModifiedTime(damaged);
    Random random = new Random(SEED);
    for (int flip = 0; flip < FLIPS; flip++) {
      byte[] bytes = whole.clone();
      // Pages: at the ends are a magic word, and the footer.
      int at = 64 + random.nextInt(bytes.length * 9 / 10);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(damaged, bytes);
      Files.setLastModifiedTime(damaged, time);
      Call run = Lake.run(Lake.score(input, folder.resolve("flip-" + flip)));
      assertEquals(3, run.code(), "bit " + at + " was flipped unseen; " + run.err());
      assertTrue(run.err().contains("its input cannot be read"), run.err());
    }
    System.out.printf("flipped bits in pages: %d, of which none was read%n", FLIPS);
  }

  private interface Disturbance {
    void disturb() throws IOException;
  }

  /** Does it when the first slice has been committed, and so all have been planned. */
  private Call disturbed(Disturbance disturbance) throws Exception {
    Path ledger = output.resolve("_thumbscore/ledger");
    CompletableFuture<Call> run = CompletableFuture.supplyAsync(() -> score());
    while (!run.isDone() && !Files.exists(ledger)) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertFalse(run.isDone(), "it ended too soon");
    disturbance.disturb();
    return run.get(2, TimeUnit.MINUTES);
  }

  private Call score() {
    return Lake.run(
        Lake.score(input, output, "--set=score.slice-size=1", "--set=score.wave-size=1"));
  }

  private void requireOneRefused(Call run, String why) {
    assertEquals(3, run.code(), run.err());
    assertTrue(run.err().contains("Refused to publish 1 of 6 slices"), run.err());
    assertTrue(run.err().contains(why), run.err());
    assertTrue(Lake.requirePart(Call.table(undisturbed), Call.table(output)) > 0);
    assertFalse(Files.exists(output.resolve("_SUCCESS")));
  }

  private void requireMended() {
    assertEquals("", score().failure());
    Lake.requireSame(Call.table(undisturbed), Call.table(output));
  }

  private Path last() throws IOException {
    List<Path> files = files("part-.*");
    return files.get(files.size() - 1);
  }

  private List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.walk(input)) {
      return files.filter(f -> f.getFileName().toString().matches(name)).sorted().toList();
    }
  }
}
