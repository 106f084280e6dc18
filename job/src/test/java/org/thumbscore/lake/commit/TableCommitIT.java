package org.thumbscore.lake.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.thumbscore.lake.plan.Records;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.storage.OutputDirectory;
import org.thumbscore.lake.storage.OutputFormat;
import org.thumbscore.lake.storage.OutputLocation;
import org.thumbscore.lake.storage.StorageException;
import org.thumbscore.lake.table.LakeTable;
import org.thumbscore.score.RowStatus;
import org.thumbscore.testing.SharedSpark;

/** Commits to tables that die at any step: each slice's rows are there once after the next run. */
@Tag("slow")
class TableCommitIT {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final int ROWS = 20;
  private static final int OTHER = 1_000_000;

  private final Configuration hadoop = new Configuration();

  @TempDir Path folder;

  @AfterEach
  void revive() {
    DyingFileSystem.revive();
  }

  @ParameterizedTest
  @EnumSource(names = {"ICEBERG", "DELTA"})
  void commitThatDiesAtAnyStepLeavesTheOldRowsOrTheNew(OutputFormat format) throws Exception {
    LakeTable table = table(format);
    assertTrue(commits(table, "kept", OTHER, Long.MAX_VALUE));
    assertTrue(commits(table, "s", 0, Long.MAX_VALUE));
    DyingFileSystem.register(hadoop);
    int old = 0;
    int there = 0;
    int from = 0;
    boolean died = true;
    for (int changes = 0; died; changes++) {
      long before = commitsOf(table);
      int next = from + ROWS;
      died = !commits(table, "s", next, changes);
      // Whoever comes next goes on from what is there.
      try (ScoreSink sink = ScoreSink.prepare(table, hadoop, "next")) {
        boolean isNew = ids(table).contains((long) next);
        from = isNew ? next : from;
        assertEquals(ids(from, OTHER), ids(table), "after " + changes);
        assertEquals(2L * ROWS, table.rows().count(), "after " + changes);
        assertEquals("run-" + from, sink.slices().get("s").runId(), "after " + changes);
        assertEquals(before + (isNew ? 1 : 0), commitsOf(table), "after " + changes);
        old += isNew ? 0 : 1;
        there += isNew ? 1 : 0;
      }
      assertEquals(Set.of("ledger"), entries(folder.resolve("out/_thumbscore")));
    }
    System.out.printf(
        "%s commits that died: %d kept the old rows, %d were ended%n", format, old, there - 1);
    assertTrue(old > 0 && there > 4, "died at " + (old + there) + " steps");
  }

  @Test
  void secondRunGivesWay() {
    LakeTable table = table(OutputFormat.ICEBERG);
    try (ScoreSink first = ScoreSink.prepare(table, hadoop, "first")) {
      StorageException held =
          assertThrows(
              StorageException.class, () -> ScoreSink.prepare(table, hadoop, "second").close());
      assertTrue(held.getMessage().contains("run first, process "), held.getMessage());
      assertEquals(table.location(), first.location());
    }
    ScoreSink.prepare(table, hadoop, "second").close();
  }

  @ParameterizedTest
  @EnumSource(names = {"ICEBERG", "DELTA"})
  void commitWhoseRowsAreGoneIsForgotten(OutputFormat format) throws Exception {
    LakeTable table = table(format);
    assertTrue(commits(table, "s", 0, Long.MAX_VALUE));
    OutputDirectory output = OutputDirectory.at(table.directory(), hadoop);
    new Ledger(output).begin(new PendingCommit(record("s", 40), "gone", List.of("s"), List.of()));
    try (ScoreSink sink = ScoreSink.prepare(table, hadoop, "next")) {
      assertEquals("run-0", sink.slices().get("s").runId());
      assertEquals(ids(0), ids(table));
    }
  }

  private LakeTable table(OutputFormat format) {
    return LakeTable.openOrCreate(
        SPARK,
        new OutputLocation(folder.resolve("out").toString(), format),
        rows(0).schema(),
        List.of("part"),
        new Configuration());
  }

  /** Whether it lived. */
  private boolean commits(LakeTable table, String slice, int from, long changes) {
    DyingFileSystem.revive();
    ScoreSink sink = ScoreSink.prepare(table, hadoop, "run-" + from);
    sink.clear(sink.slices().keySet(), ExistingOutput.REFUSE);
    sink.stage(slice, rows(from), List.of("part"));
    DyingFileSystem.dieAfter(changes);
    try {
      sink.commit(record(slice, from));
      return true;
    } catch (StorageException e) {
      return false;
    } finally {
      sink.close();
      DyingFileSystem.revive();
      // Its process lives on here, so the locks would count as held.
      FileUtil.fullyDelete(folder.resolve("out/_thumbscore/locks").toFile());
      FileUtil.fullyDelete(folder.resolve("out/_thumbscore/turns").toFile());
    }
  }

  private static SliceRecord record(String slice, int from) {
    return new SliceRecord(
        slice,
        "score",
        "run-" + from,
        List.of(),
        Records.LINEAGE,
        Map.of(RowStatus.OK, (long) ROWS),
        List.of(),
        "2026-11-24T00:00:00.%07dZ".formatted(from));
  }

  private static Dataset<Row> rows(int from) {
    return SPARK
        .range(from, from + ROWS, 1, 2)
        .selectExpr("id", "cast(0.5 as float) as similarity", "'OK' as status", "id % 2 as part");
  }

  private static Set<Long> ids(LakeTable table) {
    return table.rows().select("id").collectAsList().stream()
        .map(row -> row.getLong(0))
        .collect(Collectors.toSet());
  }

  private static Set<Long> ids(int... froms) {
    return java.util.Arrays.stream(froms)
        .boxed()
        .flatMap(from -> java.util.stream.LongStream.range(from, from + ROWS).boxed())
        .collect(Collectors.toSet());
  }

  private long commitsOf(LakeTable table) throws Exception {
    Path log = folder.resolve("out/_delta_log");
    Path versions = Files.exists(log) ? log : folder.resolve("out/metadata");
    try (var files = Files.list(versions)) {
      assertEquals(table.directory(), "file:" + folder.resolve("out"));
      return files
          .filter(f -> f.getFileName().toString().matches("v?\\d+(\\.metadata)?\\.json"))
          .count();
    }
  }

  private static Set<String> entries(Path directory) throws Exception {
    try (var entries = Files.list(directory)) {
      return entries.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
