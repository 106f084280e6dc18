package org.thumbscore.lake.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.lake.plan.Records;
import org.thumbscore.lake.plan.Slice;
import org.thumbscore.testing.SharedSpark;

/** The commit of a slice costs the same, however many slices were staged together. */
class ManySlicesTest {
  @TempDir Path folder;

  @Test
  void commitDoesNotListTheOtherSlices() {
    long few = mostListedByACommit(2);
    long many = mostListedByACommit(40);
    assertTrue(few > 0, "the file system is not the one that counts");
    assertEquals(few, many);
  }

  private long mostListedByACommit(int count) {
    List<String> slices = IntStream.range(0, count).mapToObj(i -> "s" + i).toList();
    Dataset<Row> rows =
        SharedSpark.session()
            .range(0, 3L * count, 1, 1)
            .selectExpr(
                "id",
                "cast(0.5 as float) as similarity",
                "'OK' as status",
                "concat('s', id % " + count + ") as " + Slice.COLUMN);
    Configuration hadoop = new Configuration();
    CountingFileSystem.register(hadoop);
    String out = folder.resolve("out-" + count).toString();
    try (ScoreSink sink = ScoreSink.prepare(out, hadoop, "run")) {
      sink.stage(slices, rows, List.of());
      return slices.stream().mapToLong(slice -> listedByCommit(sink, slice)).max().orElseThrow();
    }
  }

  private static long listedByCommit(ScoreSink sink, String slice) {
    long before = CountingFileSystem.LISTED.get();
    assertEquals(1, sink.commit(Records.record(slice, List.of())).output().size());
    return CountingFileSystem.LISTED.get() - before;
  }

  /** The local disk, which counts the entries of the directories that are listed. */
  public static final class CountingFileSystem extends RawLocalFileSystem {
    private static final AtomicLong LISTED = new AtomicLong();

    static void register(Configuration hadoop) {
      hadoop.set("fs.file.impl", CountingFileSystem.class.getName());
      hadoop.set("fs.file.impl.disable.cache", "true");
    }

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path directory) throws IOException {
      FileStatus[] listed = super.listStatus(directory);
      LISTED.addAndGet(listed.length);
      return listed;
    }
  }
}
