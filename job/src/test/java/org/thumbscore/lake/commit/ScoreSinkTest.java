package org.thumbscore.lake.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.lake.plan.Records;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.source.SimilarityQuantiles;
import org.thumbscore.lake.storage.GateException;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.StorageException;
import org.thumbscore.score.RowStatus;
import org.thumbscore.testing.SharedSpark;

class ScoreSinkTest {
  private static final SparkSession SPARK = SharedSpark.session();

  @TempDir Path folder;

  @Test
  void publishedRowsAreThoseStaged() throws IOException {
    try (ScoreSink sink = prepare("out", "run-1")) {
      sink.stage("s", scores(100, 10), List.of());
      assertEquals(Set.of(), readable("out"));
      StatusCounts tally = sink.validate(SPARK, "s", scores(1, 0).schema(), new RowGates(100, 0.5));
      assertEquals(Map.of(RowStatus.OK, 90L, RowStatus.IMAGE_MISSING, 10L), tally.byStatus());
      assertEquals(2, publish(sink, "{}\n").output().size());
    }
    assertEquals(100, read("out").count());
    assertTrue(Files.exists(folder.resolve("out/_SUCCESS")));
    assertEquals("{}\n", Files.readString(folder.resolve("out/_thumbscore/runs/run-1.json")));
    assertEquals(Set.of("ledger", "runs"), entries("out/_thumbscore"));
  }

  @Test
  void quantilesAreThoseOfTheRowsWithASimilarity() {
    try (ScoreSink sink = prepare("out", "run-1")) {
      sink.stage("s", scores(101, 0), List.of());
      StatusCounts tally = sink.validate(SPARK, "s", scores(1, 0).schema(), new RowGates(101, 0));
      SimilarityQuantiles quantiles = tally.similarity().orElseThrow();
      assertEquals(0.0, quantiles.min());
      assertEquals(0.5, quantiles.p50(), 1e-7);
      assertEquals(1.0, quantiles.max());
    }
  }

  @Test
  void partitionedRowsKeepTheirDirectories() throws IOException {
    try (ScoreSink sink = prepare("out", "run-1")) {
      Dataset<Row> sourced =
          scores(20, 0).selectExpr("if(id < 5, null, concat('s', id % 2)) as source", "*");
      sink.stage("s", sourced, List.of("source"));
      sink.validate(SPARK, "s", sourced.schema(), new RowGates(20, 0.5));
      publish(sink, "{}");
    }
    assertEquals(
        Set.of("source=s0", "source=s1", "source=__HIVE_DEFAULT_PARTITION__"), readable("out"));
    assertEquals(20, read("out").count());
    assertEquals(5, read("out").filter("source is null").count());
  }

  @Test
  void lostRowsAreNotPublished() throws IOException {
    try (ScoreSink sink = prepare("out", "run-1")) {
      sink.stage("s", scores(99, 0), List.of());
      GateException refused =
          assertThrows(
              GateException.class,
              () -> sink.validate(SPARK, "s", scores(1, 0).schema(), new RowGates(100, 1)));
      assertEquals(
          "Refused to publish scores: 99 rows were written for 100 rows read; expected as many. Did the input change during the run? Start it again",
          refused.getMessage());
    }
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void tooManyRejectsAreKeptAside() throws IOException {
    try (ScoreSink sink = prepare("out", "run-1")) {
      sink.stage("s", scores(10, 6), List.of());
      GateException refused =
          assertThrows(
              GateException.class,
              () -> sink.validate(SPARK, "s", scores(1, 0).schema(), new RowGates(10, 0.5)));
      assertTrue(
          refused
              .getMessage()
              .startsWith(
                  "Refused to publish scores: 6 of 10 rows have no similarity (6 IMAGE_MISSING), more than score.max-reject-fraction = 0.5 allows. Look at them in "),
          refused.getMessage());
    }
    assertEquals(Set.of(), readable("out"));
    assertEquals(Set.of("rejected"), entries("out/_thumbscore"));
    assertEquals(6, read("out/_thumbscore/rejected/run-1/s").count());
  }

  @Test
  void rejectsUpToTheFractionArePublished() {
    try (ScoreSink sink = prepare("out", "run-1")) {
      sink.stage("s", scores(10, 5), List.of());
      sink.validate(SPARK, "s", scores(1, 0).schema(), new RowGates(10, 0.5));
      publish(sink, "{}");
    }
    assertEquals(10, read("out").count());
  }

  @Test
  void emptyInputMakesAnEmptyOutput() {
    try (ScoreSink sink = prepare("out", "run-1")) {
      sink.stage("s", scores(0, 0), List.of());
      StatusCounts tally = sink.validate(SPARK, "s", scores(1, 0).schema(), new RowGates(0, 0));
      assertEquals(0, tally.rows());
      assertTrue(tally.similarity().isEmpty());
      publish(sink, "{}");
    }
    assertEquals(0, read("out").count());
  }

  @Test
  void existingDataIsRefusedUnlessReplaced() throws IOException {
    publish("out", 7, ExistingOutput.REFUSE, "run-1");
    try (ScoreSink sink = prepare("out", "run-2")) {
      InputException refused =
          assertThrows(InputException.class, () -> sink.clear(Set.of(), ExistingOutput.REFUSE));
      assertTrue(refused.getMessage().contains("it holds data already"), refused.getMessage());
    }
    publish("out", 3, ExistingOutput.REPLACE, "run-3");
    assertEquals(3, read("out").count());
    assertEquals(Set.of("run-1.json", "run-3.json"), entries("out/_thumbscore/runs"));
  }

  @Test
  void oldDataStaysWhereNewDataFailsItsGates() throws IOException {
    publish("out", 7, ExistingOutput.REFUSE, "run-1");
    try (ScoreSink sink = prepare("out", "run-2")) {
      sink.clear(Set.of(), ExistingOutput.REPLACE);
      sink.stage("s", scores(5, 5), List.of());
      assertThrows(
          GateException.class,
          () -> sink.validate(SPARK, "s", scores(1, 0).schema(), new RowGates(5, 0.5)));
    }
    assertEquals(7, read("out").count());
    assertTrue(Files.exists(folder.resolve("out/_SUCCESS")));
  }

  @Test
  void sliceOfWhichAFileIsGoneIsNotWhole() throws IOException {
    publish("out", 7, ExistingOutput.REFUSE, "run-1");
    try (ScoreSink sink = prepare("out", "run-2")) {
      SliceRecord record = sink.slices().get("s");
      assertEquals(7, sink.published(SPARK, scores(1, 0).schema(), List.of(record)).count());
      Files.delete(folder.resolve("out").resolve(record.output().get(0).path()));
      assertEquals(Map.of(), sink.slices());
    }
  }

  @Test
  void secondRunGivesWayToALivingOne() {
    try (ScoreSink first = prepare("out", "run-1")) {
      StorageException refused =
          assertThrows(StorageException.class, () -> prepare("out", "run-2"));
      assertTrue(
          refused
              .getMessage()
              .matches(
                  "Cannot write output .*: run run-1, process \\d+ on .*, since .* is writing it, last sign of life \\d+ s ago. Wait for it to end, or choose another --output"),
          refused.getMessage());
      first.stage("s", scores(2, 0), List.of());
      first.validate(SPARK, "s", scores(1, 0).schema(), new RowGates(2, 0));
      publish(first, "{}");
    }
    prepare("out", "run-3").close();
    assertEquals(2, read("out").count());
  }

  private ScoreSink prepare(String name, String runId, String directory) {
    return ScoreSink.prepare(
        folder.resolve(name).toString(),
        new Configuration(),
        runId,
        new ScoreSink.Hold(new WriteScope(List.of(directory)), Duration.ZERO));
  }

  private static void stage(ScoreSink sink, String slice, int rows) {
    sink.stage(slice, scores(rows, 0), List.of());
    sink.validate(SPARK, slice, scores(1, 0).schema(), new RowGates(rows, 0));
  }

  private static SliceRecord commit(ScoreSink sink, String slice) {
    return sink.commit(Records.record(slice, List.of()));
  }

  /** Two days are written at the same time; the output is complete when the last run has ended. */
  @Test
  void runsOfDifferentDirectoriesWriteTogether() throws IOException {
    Path success = folder.resolve("out/_SUCCESS");
    try (ScoreSink one = prepare("out", "same", "file:/lake/1")) {
      stage(one, "s1", 3);
      try (ScoreSink two = prepare("out", "same", "file:/lake/2")) {
        stage(two, "s2", 4);
        commit(one, "s1");
        two.clear(Set.of(), ExistingOutput.REFUSE);
        commit(two, "s2");
        two.finish("{}");
      }
      assertFalse(Files.exists(success), "another run is writing");
      try (ScoreSink again = prepare("out", "same", "file:/lake/2")) {
        stage(one, "s3", 5);
        assertEquals(Set.of("s1", "s2"), again.slices().keySet());
        again.clear(Set.of("s1", "s2"), ExistingOutput.REFUSE);
        again.finish("{}");
      }
      commit(one, "s3");
      one.finish("{}");
      assertTrue(Files.exists(success));
    }
    assertEquals(12, read("out").count());
    assertEquals(Set.of("ledger", "runs"), entries("out/_thumbscore"));
  }

  /** The first to end leaves it to the other to say that the output is complete. */
  @Test
  void lastOfTwoRunsSaysThatTheOutputIsComplete() {
    Path success = folder.resolve("out/_SUCCESS");
    ScoreSink one = prepare("out", "one", "file:/lake/1");
    ScoreSink two = prepare("out", "two", "file:/lake/2");
    stage(one, "s1", 3);
    commit(one, "s1");
    one.finish("{}");
    two.finish("{}");
    assertFalse(Files.exists(success), "each sees the other");
    one.close();
    assertFalse(Files.exists(success), "the other has not ended");
    two.close();
    assertTrue(Files.exists(success));
  }

  /** A run that begins leaves the commit and the staged rows of a living run alone. */
  @Test
  void commitOfALivingRunIsNotEndedByAnother() throws IOException {
    try (ScoreSink one = prepare("out", "one", "file:/lake/1")) {
      stage(one, "s1", 3);
      Path staging = folder.resolve("out/_thumbscore/staging/one");
      Path staged;
      try (Stream<Path> tokens = Files.list(staging)) {
        staged = tokens.findAny().orElseThrow();
      }
      Path pending = folder.resolve("out/_thumbscore/ledger/s1.pending.json");
      Files.createDirectories(pending.getParent());
      String mapper =
          new com.fasterxml.jackson.databind.json.JsonMapper()
              .writeValueAsString(
                  new PendingCommit(
                      Records.record("s1", List.of()),
                      folder.resolve("out").relativize(staged) + "/wave-1/_thumbscore_slice=s1",
                      List.of(),
                      List.of()));
      Files.writeString(pending, mapper);
      prepare("out", "two", "file:/lake/2").close();
      assertTrue(Files.exists(pending));
      assertTrue(Files.exists(staged));
      assertFalse(Files.exists(folder.resolve("out/_SUCCESS")));
      Files.delete(pending);
    }
  }

  @Test
  void runWaitsForAnotherOfItsDirectory() throws Exception {
    ScoreSink first = prepare("out", "one", "file:/lake/1");
    java.util.concurrent.ExecutorService thread =
        java.util.concurrent.Executors.newSingleThreadExecutor();
    java.util.concurrent.Future<ScoreSink> second =
        thread.submit(
            () ->
                ScoreSink.prepare(
                    folder.resolve("out").toString(),
                    new Configuration(),
                    "two",
                    new ScoreSink.Hold(WriteScope.WHOLE, Duration.ofMinutes(5))));
    while (locks() < 2 && !second.isDone()) {
      Thread.onSpinWait();
    }
    assertFalse(second.isDone());
    first.close();
    second.get().close();
    thread.shutdown();
  }

  private int locks() throws IOException {
    Path locks = folder.resolve("out/_thumbscore/locks");
    try (Stream<Path> files = Files.list(locks)) {
      return (int) files.filter(file -> !file.getFileName().toString().startsWith(".")).count();
    }
  }

  @Test
  void unwritableOutputIsFoundBeforeSparkStarts() throws IOException {
    Files.writeString(folder.resolve("file"), "");
    StorageException refused =
        assertThrows(StorageException.class, () -> prepare("file/out", "run-1"));
    assertTrue(
        refused.getMessage().startsWith("Cannot write output " + folder.resolve("file/out")),
        refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
    assertThrows(InputException.class, () -> prepare("file", "run-1"));
  }

  private void publish(String name, int rows, ExistingOutput existing, String runId) {
    try (ScoreSink sink = prepare(name, runId)) {
      sink.clear(Set.of(), existing);
      sink.stage("s", scores(rows, 0), List.of());
      sink.validate(SPARK, "s", scores(1, 0).schema(), new RowGates(rows, 0));
      publish(sink, "{}");
    }
  }

  private static SliceRecord publish(ScoreSink sink, String runRecord) {
    SliceRecord record = sink.commit(Records.record("s", List.of()));
    sink.finish(runRecord);
    return record;
  }

  /** Similarities from 0 to 1 at equal steps, the first rows rejected. */
  private static Dataset<Row> scores(int rows, int rejected) {
    return SPARK
        .range(0, rows, 1, 2)
        .selectExpr(
            "id",
            "cast(if(id < %d, null, id / %d) as float) as similarity"
                .formatted(rejected, Math.max(rows - 1, 1)),
            "if(id < %d, 'IMAGE_MISSING', 'OK') as status".formatted(rejected));
  }

  private ScoreSink prepare(String name, String runId) {
    return ScoreSink.prepare(folder.resolve(name).toString(), new Configuration(), runId);
  }

  private Dataset<Row> read(String name) {
    return SPARK.read().parquet(folder.resolve(name).toString());
  }

  /** The directories, or a count of the files, that a reader sees. */
  private Set<String> readable(String name) throws IOException {
    Set<String> visible = entries(name);
    visible.removeIf(entry -> entry.startsWith("_") || entry.startsWith("."));
    return visible;
  }

  private Set<String> entries(String name) throws IOException {
    try (Stream<Path> entries = Files.list(folder.resolve(name))) {
      return new TreeSet<>(
          entries
              .map(path -> path.getFileName().toString())
              .filter(entry -> !entry.endsWith(".crc"))
              .toList());
    }
  }
}
