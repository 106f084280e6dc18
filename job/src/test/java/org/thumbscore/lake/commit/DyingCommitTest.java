package org.thumbscore.lake.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.lake.plan.Records;
import org.thumbscore.lake.storage.StorageException;
import org.thumbscore.testing.SharedSpark;

/** A commit that dies at any of its steps is ended, or was never begun. */
class DyingCommitTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final int OLD_ROWS = 40;
  private static final int NEW_ROWS = 60;
  private static final int OTHER_ROWS = 7;

  private final Configuration hadoop = new Configuration();

  @TempDir Path folder;

  @BeforeEach
  void register() {
    DyingFileSystem.register(hadoop);
  }

  @AfterEach
  void revive() {
    DyingFileSystem.revive();
  }

  @Test
  void commitThatDiesAtAnyStepLeavesTheOldRowsOrTheNew() throws IOException {
    int old = 0;
    int ended = 0;
    boolean died = true;
    Path out = folder.resolve("out");
    commit("kept", 1000, OTHER_ROWS, Long.MAX_VALUE);
    commit("s", 0, OLD_ROWS, Long.MAX_VALUE);
    Path before = Files.move(out, folder.resolve("before"));
    for (int changes = 0; died; changes++) {
      FileUtil.fullyDelete(out.toFile());
      FileUtil.copy(
          before.toFile(), files(), new org.apache.hadoop.fs.Path(location()), false, hadoop);
      died = commit("s", 100, NEW_ROWS, changes);
      // Whoever comes next goes on from what is there.
      ScoreSink.prepare(location(), hadoop, "next").close();
      Set<Long> ids = ids();
      assertTrue(ids.containsAll(ids(1000, OTHER_ROWS)), "after " + changes);
      ids.removeAll(ids(1000, OTHER_ROWS));
      boolean isOld = ids.equals(ids(0, OLD_ROWS));
      assertTrue(isOld || ids.equals(ids(100, NEW_ROWS)), "after " + changes + ": " + ids);
      assertEquals(Set.of("ledger"), Set.copyOf(entries(out.resolve("_thumbscore"))));
      old += isOld ? 1 : 0;
      ended += isOld ? 0 : 1;
    }
    System.out.printf("commits that died: %d kept the old rows, %d were ended%n", old, ended - 1);
    assertTrue(old > 0 && ended > 5, "died at " + (old + ended) + " steps");
  }

  /** Whether it died. */
  private boolean commit(String slice, int from, int rows, long changes) {
    DyingFileSystem.revive();
    ScoreSink sink = ScoreSink.prepare(location(), hadoop, "run-" + from);
    sink.clear(sink.slices().keySet(), ExistingOutput.REFUSE);
    sink.stage(slice, rows(from, rows), List.of("part"));
    DyingFileSystem.dieAfter(changes);
    try {
      sink.commit(Records.record(slice, List.of()));
      return false;
    } catch (StorageException e) {
      return true;
    } finally {
      sink.close();
      DyingFileSystem.revive();
      removeLock();
    }
  }

  /** Its process lives on here, so the lock would count as held. */
  private void removeLock() {
    FileUtil.fullyDelete(folder.resolve("out/_thumbscore/locks").toFile());
  }

  private Set<Long> ids() throws IOException {
    List<Row> found =
        SPARK.read().parquet(folder.resolve("out").toString()).select("id").collectAsList();
    Set<Long> ids = found.stream().map(row -> row.getLong(0)).collect(Collectors.toSet());
    assertEquals(found.size(), ids.size(), "a row is there twice");
    return ids;
  }

  private static Set<Long> ids(long from, int rows) {
    return SPARK.range(from, from + rows).collectAsList().stream().collect(Collectors.toSet());
  }

  private static Dataset<Row> rows(int from, int rows) {
    return SPARK
        .range(from, from + rows, 1, 2)
        .selectExpr("id", "cast(0.5 as float) as similarity", "'OK' as status", "id % 2 as part");
  }

  private FileSystem files() throws IOException {
    return FileSystem.getLocal(new Configuration()).getRawFileSystem();
  }

  private String location() {
    return folder.resolve("out").toString();
  }

  private static List<String> entries(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.map(path -> path.getFileName().toString()).toList();
    }
  }
}
