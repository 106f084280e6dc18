package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.testing.SharedSpark;

/** What a second run does with an output that a first one has written. */
class ResumeTest {
  private static final SparkSession SPARK = SharedSpark.session();

  @TempDir static Path shared;
  private static Path whole;

  @TempDir Path folder;
  private Path input;
  private Path output;

  @BeforeEach
  void copyLakeAndScores() throws IOException {
    if (whole == null) {
      whole = shared.resolve("articles");
      Lake.write(SPARK, whole, 1, 3, 2);
      Call first =
          Lake.run(Lake.score(whole, shared.resolve("scores"), "--set=score.slice-size=1"));
      assertEquals("", first.failure());
      assertTrue(
          first.out().startsWith("slices     6 scored\nrows       96 in, 96 out"), first.out());
    }
    input = folder.resolve("articles");
    output = folder.resolve("scores");
    FileUtil.copy(
        whole.toFile(),
        org.apache.hadoop.fs.FileSystem.getLocal(new org.apache.hadoop.conf.Configuration())
            .getRawFileSystem(),
        new org.apache.hadoop.fs.Path(input.toString()),
        false,
        new org.apache.hadoop.conf.Configuration());
  }

  private Call score(String... more) {
    return Lake.run(
        Lake.score(
            input,
            output,
            Stream.concat(Stream.of("--set=score.slice-size=1"), Stream.of(more))
                .toArray(String[]::new)));
  }

  private Call scored(String... more) {
    Call call = score(more);
    assertEquals("", call.failure());
    return call;
  }

  private void assertWhole() {
    Lake.requireSame(Call.table(shared.resolve("scores")), Call.table(output));
  }

  @Test
  void nothingIsScoredTwice() throws IOException {
    scored();
    FileTime before = Files.getLastModifiedTime(someFile(output));
    Call again = scored();
    assertTrue(again.out().startsWith("slices     6 kept\nrows       0 in, 0 out"), again.out());
    assertTrue(again.out().contains("device     none"), again.out());
    assertEquals(before, Files.getLastModifiedTime(someFile(output)));
    assertTrue(Files.exists(output.resolve("_SUCCESS")));
    assertWhole();
  }

  /** A scheduler that starts a run again finds it done, also where a file has come since. */
  @Test
  void runThatIsDoneEndsAtOnce() throws IOException {
    Path late = someFile(input);
    Path elsewhere = Files.move(late, folder.resolve("late.parquet"));
    scored("--run-id=nightly");
    Files.move(elsewhere, late);
    Call again = scored("--run-id=nightly");
    assertTrue(
        again
            .out()
            .matches(
                "run        nightly was done at \\S+ with \\d+ rows; give another --run-id .*\\R"),
        again.out());
    assertTrue(
        scored("--run-id=nightly", "--retry-failed").out().startsWith("slices     1 scored"));
    assertTrue(scored("--run-id=other").out().startsWith("slices     6 kept"));
    assertEquals(2, score("--wait=soon").code());
    assertTrue(score("--wait=soon").err().contains("Invalid --wait: soon"), "a time is expected");
    assertWhole();
  }

  @Test
  void onlyNewAndChangedFilesAreScored() throws IOException {
    Path late = someFile(input);
    Path elsewhere = Files.move(late, folder.resolve("late.parquet"));
    scored();
    Files.move(elsewhere, late);
    Path touched = anotherFile(input, late);
    Files.setLastModifiedTime(touched, FileTime.fromMillis(1_000));
    Call dry = scored("--dry-run");
    assertTrue(dry.out().startsWith("slices     2 to be scored, 4 to be kept"), dry.out());
    assertTrue(dry.out().contains("input changed: file:" + touched), dry.out());
    assertTrue(dry.out().contains(": new"), dry.out());
    assertTrue(
        dry.out().matches("(?s).*time +about \\d+s, at the [\\d.,]+ rows/s of run .*"), dry.out());
    Call second = scored();
    assertTrue(second.out().startsWith("slices     2 scored, 4 kept"), second.out());
    assertWhole();
  }

  /** Its ledger names no profile, and its images were resized as Pillow 12 does. */
  @Test
  void outputOfAnEarlierReleaseIsKeptUnderPillow12AndElseScoredAnew() throws IOException {
    scored("--set=score.preprocessing=pillow12");
    forgetProfile(output.resolve("_thumbscore/ledger"));
    Call same = scored("--set=score.preprocessing=pillow12");
    assertTrue(same.out().startsWith("slices     6 kept"), same.out());
    Call dry = scored("--dry-run");
    String why = ": score.preprocessing changed from pillow12 to pillow";
    assertTrue(dry.out().contains(why), dry.out());
    Call now = scored();
    assertTrue(now.out().startsWith("slices     6 scored"), now.out());
    assertTrue(scored().out().startsWith("slices     6 kept"));
    assertWhole();
  }

  private static void forgetProfile(Path ledger) throws IOException {
    try (Stream<Path> files = Files.list(ledger)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        String written = Files.readString(file);
        String without = written.replaceAll(",\\s*\"score.preprocessing\" : \"pillow12\"", "");
        assertNotEquals(written, without);
        Files.writeString(file, without);
        Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
      }
    }
  }

  @Test
  void dryRunWritesNothing() {
    Call dry = scored("--dry-run");
    assertTrue(dry.out().contains("rows       96 to score, 96 to write"), dry.out());
    assertTrue(dry.out().contains("not known: no run has scored into this output yet"), dry.out());
    assertFalse(Files.exists(output));
  }

  @Test
  void otherThresholdRewritesLabelsWithoutTheModel() throws IOException {
    scored();
    Path calibration = folder.resolve("calibration.json");
    assertEquals(
        "", Call.of("calibrate", "--input=" + output, "--output=" + calibration).failure());
    Call relabelled = scored("--calibration=" + calibration);
    assertTrue(relabelled.out().startsWith("slices     6 relabelled\n"), relabelled.out());
    assertTrue(relabelled.out().contains("device     none"), relabelled.out());
    Dataset<Row> rows = Call.table(output);
    assertEquals(40, rows.filter("label = 1").count());
    assertEquals(81, rows.filter("label is not null and threshold is not null").count());
    assertEquals(96, rows.select("id").distinct().count());
    assertTrue(scored("--calibration=" + calibration).out().startsWith("slices     6 kept"));
    assertTrue(scored().out().startsWith("slices     6 relabelled"));
    assertWhole();
  }

  @Test
  void failedRowsAreTriedAgainAndNoOthers() throws IOException {
    scored();
    String firstRun = Lake.lastRun(output).get("run_id").asText();
    Call retried = scored("--retry-failed");
    assertTrue(retried.out().contains("retried"), retried.out());
    Map<String, Long> runs = new java.util.HashMap<>();
    Call.table(output)
        .groupBy("run_id", "status")
        .count()
        .collectAsList()
        .forEach(
            row ->
                runs.merge(
                    row.getString(0).equals(firstRun) + " " + row.getString(1).equals("OK"),
                    row.getLong(2),
                    Long::sum));
    assertEquals(Map.of("true true", 81L, "false false", 15L), runs);
    assertWhole();
  }

  @Test
  void slicesOfAnotherInputStay() {
    scored();
    Path more = folder.resolve("more");
    SPARK
        .read()
        .parquet(input.toString())
        .filter("day = '2026-11-01'")
        .selectExpr(
            "concat('x', id) as id",
            "source",
            "label",
            "summary",
            "thumbnail",
            "'2026-11-09' as day")
        .write()
        .partitionBy("day")
        .parquet(more.toString());
    long rows = SPARK.read().parquet(more.toString()).count();
    Call second = Lake.run(Lake.score(more, output));
    assertEquals("", second.failure());
    assertEquals(96 + rows, Call.table(output).select("id").distinct().count());
    assertEquals(96 + rows, Call.table(output).count());
    assertTrue(scored("--overwrite").out().startsWith("slices     6 scored"));
    assertWhole();
  }

  @Test
  void otherColumnsNeedOverwrite() {
    scored();
    Call refused = score("--embeddings");
    assertEquals(2, refused.code());
    assertTrue(
        refused
            .err()
            .contains(
                "what it holds has other columns (columns.embeddings changed from DROPPED to WRITTEN)"),
        refused.err());
    assertWhole();
    scored("--embeddings", "--overwrite");
    assertEquals(81, Call.table(output).filter("size(image_embedding) > 0").count());
    assertWhole();
  }

  @Test
  void refusedSliceKeepsNoOtherFromBeingPublished() throws IOException {
    SPARK
        .range(0, 5, 1, 1)
        .selectExpr(
            "concat('bad', id) as id",
            "'s' as source",
            "1 as label",
            "'words' as summary",
            "cast('no image' as binary) as thumbnail")
        .write()
        .parquet(input.resolve("day=2026-11-08").toString());
    Call refused = score();
    assertEquals(3, refused.code(), refused.err());
    assertTrue(
        refused.err().startsWith("thumbscore: Refused to publish 1 of 7 slices, the first "),
        refused.err());
    assertTrue(
        refused.err().contains("5 of 5 rows have no similarity (5 IMAGE_UNDECODABLE)"),
        refused.err());
    assertWhole();
    assertFalse(Files.exists(output.resolve("_SUCCESS")));
    assertEquals(1, Lake.lastRun(output).at("/slices/refused").asInt());
    assertTrue(
        scored("--set=score.max-reject-fraction=1")
            .out()
            .startsWith("slices     1 scored, 6 kept"));
    assertEquals(101, Call.table(output).count());
  }

  @Test
  void damagedInputFileStopsItsSliceOnly() throws IOException {
    Path damaged = someFile(input);
    byte[] whole = Files.readAllBytes(damaged);
    byte[] bytes = whole.clone();
    java.util.Arrays.fill(bytes, 4, bytes.length / 2, (byte) 7);
    Files.write(damaged, bytes);
    Call refused = score();
    assertEquals(3, refused.code(), refused.err());
    assertTrue(refused.err().contains("Refused to publish 1 of 6 slices"), refused.err());
    assertTrue(refused.err().contains(damaged.getFileName().toString()), refused.err());
    long lost = 96 - Call.table(output).count();
    assertTrue(lost > 0 && lost < 48, lost + " rows are not there");
    Files.write(damaged, whole);
    scored();
    assertWhole();
  }

  @Test
  void labelledOutputIsNotScoredInto() {
    scored();
    Path calibration = folder.resolve("calibration.json");
    assertEquals(
        "", Call.of("calibrate", "--input=" + output, "--output=" + calibration).failure());
    Path labelled = folder.resolve("labelled");
    assertEquals(
        "",
        Call.of(
                "label",
                "--input=" + output,
                "--calibration=" + calibration,
                "--output=" + labelled)
            .failure());
    Call refused = Lake.run(Lake.score(input, labelled));
    assertEquals(2, refused.code());
    assertTrue(refused.err().contains("it holds data already"), refused.err());
  }

  private static Path someFile(Path lake) throws IOException {
    return files(lake).get(0);
  }

  private static Path anotherFile(Path lake, Path not) throws IOException {
    return files(lake).stream().filter(file -> !file.equals(not)).findFirst().orElseThrow();
  }

  private static List<Path> files(Path lake) throws IOException {
    try (Stream<Path> files = Files.walk(lake)) {
      return files
          .filter(f -> f.getFileName().toString().matches("[^.].*part-.*|part-.*"))
          .sorted()
          .toList();
    }
  }
}
