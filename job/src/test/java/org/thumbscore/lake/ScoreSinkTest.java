package org.thumbscore.lake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.thumbscore.score.RowStatus;

class ScoreSinkTest {
  private static final SparkSession SPARK = SharedSpark.session();

  @TempDir Path folder;

  @Test
  void publishedRowsAreThoseStaged() throws IOException {
    try (ScoreSink sink = prepare("out", ExistingOutput.REFUSE, "run-1")) {
      sink.stage(scores(100, 10), List.of());
      assertEquals(Set.of(), readable("out"));
      ScoreTally tally = sink.validate(SPARK, scores(1, 0).schema(), new RowGates(100, 0.5));
      assertEquals(Map.of(RowStatus.OK, 90L, RowStatus.IMAGE_MISSING, 10L), tally.byStatus());
      assertEquals(2, sink.publish("{}\n"));
    }
    assertEquals(100, read("out").count());
    assertTrue(Files.exists(folder.resolve("out/_SUCCESS")));
    assertEquals("{}\n", Files.readString(folder.resolve("out/_thumbscore/runs/run-1.json")));
    assertEquals(Set.of("runs"), entries("out/_thumbscore"));
  }

  @Test
  void quantilesAreThoseOfTheRowsWithASimilarity() {
    try (ScoreSink sink = prepare("out", ExistingOutput.REFUSE, "run-1")) {
      sink.stage(scores(101, 0), List.of());
      ScoreTally tally = sink.validate(SPARK, scores(1, 0).schema(), new RowGates(101, 0));
      SimilarityQuantiles quantiles = tally.similarity().orElseThrow();
      assertEquals(0.0, quantiles.min());
      assertEquals(0.5, quantiles.p50(), 1e-7);
      assertEquals(1.0, quantiles.max());
    }
  }

  @Test
  void partitionedRowsKeepTheirDirectories() throws IOException {
    try (ScoreSink sink = prepare("out", ExistingOutput.REFUSE, "run-1")) {
      Dataset<Row> sourced =
          scores(20, 0).selectExpr("if(id < 5, null, concat('s', id % 2)) as source", "*");
      sink.stage(sourced, List.of("source"));
      sink.validate(SPARK, sourced.schema(), new RowGates(20, 0.5));
      sink.publish("{}");
    }
    assertEquals(
        Set.of("source=s0", "source=s1", "source=__HIVE_DEFAULT_PARTITION__"), readable("out"));
    assertEquals(20, read("out").count());
    assertEquals(5, read("out").filter("source is null").count());
  }

  @Test
  void lostRowsAreNotPublished() throws IOException {
    try (ScoreSink sink = prepare("out", ExistingOutput.REFUSE, "run-1")) {
      sink.stage(scores(99, 0), List.of());
      GateException refused =
          assertThrows(
              GateException.class,
              () -> sink.validate(SPARK, scores(1, 0).schema(), new RowGates(100, 1)));
      assertEquals(
          "Refused to publish scores: 99 rows were written for 100 rows read; expected as many. Did the input change during the run? Start it again",
          refused.getMessage());
    }
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void tooManyRejectsAreKeptAside() throws IOException {
    try (ScoreSink sink = prepare("out", ExistingOutput.REFUSE, "run-1")) {
      sink.stage(scores(10, 6), List.of());
      GateException refused =
          assertThrows(
              GateException.class,
              () -> sink.validate(SPARK, scores(1, 0).schema(), new RowGates(10, 0.5)));
      assertTrue(
          refused
              .getMessage()
              .startsWith(
                  "Refused to publish scores: 6 of 10 rows have no similarity (6 IMAGE_MISSING), more than score.max-reject-fraction = 0.5 allows. Look at them in "),
          refused.getMessage());
    }
    assertEquals(Set.of(), readable("out"));
    assertEquals(Set.of("rejected"), entries("out/_thumbscore"));
    assertEquals(6, read("out/_thumbscore/rejected/run-1").count());
  }

  @Test
  void rejectsUpToTheFractionArePublished() {
    try (ScoreSink sink = prepare("out", ExistingOutput.REFUSE, "run-1")) {
      sink.stage(scores(10, 5), List.of());
      sink.validate(SPARK, scores(1, 0).schema(), new RowGates(10, 0.5));
      sink.publish("{}");
    }
    assertEquals(10, read("out").count());
  }

  @Test
  void emptyInputMakesAnEmptyOutput() {
    try (ScoreSink sink = prepare("out", ExistingOutput.REFUSE, "run-1")) {
      sink.stage(scores(0, 0), List.of());
      ScoreTally tally = sink.validate(SPARK, scores(1, 0).schema(), new RowGates(0, 0));
      assertEquals(0, tally.rows());
      assertTrue(tally.similarity().isEmpty());
      sink.publish("{}");
    }
    assertEquals(0, read("out").count());
  }

  @Test
  void existingDataIsRefusedUnlessReplaced() throws IOException {
    publish("out", 7, ExistingOutput.REFUSE, "run-1");
    InputException refused =
        assertThrows(InputException.class, () -> prepare("out", ExistingOutput.REFUSE, "run-2"));
    assertTrue(refused.getMessage().contains("it holds data already"), refused.getMessage());
    publish("out", 3, ExistingOutput.REPLACE, "run-3");
    assertEquals(3, read("out").count());
    assertEquals(Set.of("run-1.json", "run-3.json"), entries("out/_thumbscore/runs"));
  }

  @Test
  void oldDataStaysWhereNewDataFailsItsGates() throws IOException {
    publish("out", 7, ExistingOutput.REFUSE, "run-1");
    try (ScoreSink sink = prepare("out", ExistingOutput.REPLACE, "run-2")) {
      sink.stage(scores(5, 5), List.of());
      assertThrows(
          GateException.class,
          () -> sink.validate(SPARK, scores(1, 0).schema(), new RowGates(5, 0.5)));
    }
    assertEquals(7, read("out").count());
    assertTrue(Files.exists(folder.resolve("out/_SUCCESS")));
  }

  @Test
  void unwritableOutputIsFoundBeforeSparkStarts() throws IOException {
    Files.writeString(folder.resolve("file"), "");
    StorageException refused =
        assertThrows(
            StorageException.class, () -> prepare("file/out", ExistingOutput.REFUSE, "run-1"));
    assertTrue(
        refused.getMessage().startsWith("Cannot write output " + folder.resolve("file/out")),
        refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
    assertThrows(InputException.class, () -> prepare("file", ExistingOutput.REPLACE, "run-1"));
  }

  private void publish(String name, int rows, ExistingOutput existing, String runId) {
    try (ScoreSink sink = prepare(name, existing, runId)) {
      sink.stage(scores(rows, 0), List.of());
      sink.validate(SPARK, scores(1, 0).schema(), new RowGates(rows, 0));
      sink.publish("{}");
    }
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

  private ScoreSink prepare(String name, ExistingOutput existing, String runId) {
    return ScoreSink.prepare(folder.resolve(name).toString(), new Configuration(), existing, runId);
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
