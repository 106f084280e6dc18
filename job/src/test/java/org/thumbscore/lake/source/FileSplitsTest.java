package org.thumbscore.lake.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thumbscore.lake.source.FileFooter.RowGroup;
import org.thumbscore.lake.source.FileSplits.Division;
import org.thumbscore.lake.source.FileSplits.Part;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.testing.SharedSpark;

class FileSplitsTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final long MIB = 1L << 20;

  @TempDir Path folder;

  private static Division divide(List<Part> files, int slots) {
    return FileSplits.divide(files, slots, 128 * MIB, 4 * MIB);
  }

  private static long bytes(List<Part> files, int slots) {
    return divide(files, slots).bytes();
  }

  /** A file with as many equal row groups. */
  private static Part file(long bytes, int groups, long rows) {
    return new Part(
        bytes,
        LongStream.range(0, groups)
            .mapToObj(group -> new RowGroup((2 * group + 1) * bytes / (2L * groups), rows / groups))
            .toList());
  }

  private static Part file(long bytes) {
    return file(bytes, Math.toIntExact(Math.max(1, bytes / MIB)), bytes);
  }

  @ParameterizedTest
  @CsvSource({
    // One file in halves: opening it is not counted.
    "36, 2, 18",
    // Not 128, 128 and 104 on two slots.
    "360, 2, 90",
    // Many tasks are about as large as they may be.
    "12800, 2, 128",
    "12900, 2, 126",
    // Too small to be divided.
    "1, 2, 1",
    "3, 8, 1",
  })
  void oneFileIsDividedEvenly(long mib, int slots, long expected) {
    assertEquals(expected, bytes(List.of(file(mib * MIB)), slots) / MIB);
  }

  @Test
  void filesThatWouldLeaveASlotIdleAreDividedFurther() {
    // Three tasks on two slots would take as long as 200 MiB.
    assertEquals(75 * MIB, bytes(Collections.nCopies(3, file(100 * MIB)), 2));
    assertEquals(100 * MIB, bytes(Collections.nCopies(4, file(100 * MIB)), 2));
  }

  @Test
  void smallFilesShareATask() {
    // 12 files each, with 4 MiB for opening all but the first.
    assertEquals((12 + 11 * 4) * MIB, bytes(Collections.nCopies(96, file(MIB)), 8));
  }

  @Test
  void moreFilesThanSlotsShareTasks() {
    assertEquals(4 * MIB + 2000, bytes(Collections.nCopies(6, file(1000)), 4));
  }

  @Test
  void filesOfAboutTheSameSizeShareTasksToo() {
    // The largest two have more than a quarter of all bytes.
    List<Part> files =
        Stream.of(4300, 4200, 4000, 3800, 3400, 3200, 3000, 2900)
            .map(FileSplitsTest::file)
            .toList();
    assertEquals(new Division(4 * MIB + 8500, 14_400), divide(files, 2));
  }

  @Test
  void rowsAreDividedRatherThanBytes() {
    List<Part> files = List.of(file(100 * MIB, 100, 4000), file(100 * MIB, 100, 1000));
    assertEquals(new Division(50 * MIB, 2500), divide(files, 2));
  }

  @Test
  void rowGroupsStayWhole() {
    assertEquals(2000, divide(List.of(file(360 * MIB, 3, 3000)), 2).longest());
    assertEquals(2000, divide(List.of(file(2500 * MIB, 20, 20_000)), 16).longest());
    assertEquals(1000, divide(List.of(file(2500 * MIB, 20, 20_000)), 20).longest());
  }

  @Test
  void filesWithoutRowsAreNothingToDivide() {
    assertEquals(
        new Division(MIB, 0), divide(List.of(new Part(0, List.of()), new Part(9, List.of())), 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7})
  void whatSparkReadsIsForeseen(int slots) {
    String path = folder.resolve("lake").toString();
    for (int file = 1; file <= 3; file++) {
      SPARK
          .range(0, 200L * file, 1, 1)
          .selectExpr("id", "cast(repeat(lpad(id, 3, '0'), 4000) as binary) as image")
          .write()
          .option("compression", "uncompressed")
          .option("parquet.enable.dictionary", file == 2)
          .option("parquet.block.size", 1000)
          .option("parquet.page.size.row.check.min", 10L * file)
          .parquet(path + "/part=" + file);
    }
    OpenedInput input = OpenedInput.of(SPARK, new InputLocation(path, Optional.empty()));
    OptionalLong foreseen =
        input.splits().orElseThrow().balance(input.footers().orElseThrow(), input.files(), slots);
    assertEquals(60, input.footers().orElseThrow().rowGroups(input.files()));
    PriorityQueue<Long> ends = new PriorityQueue<>(Collections.nCopies(slots, 0L));
    for (long task : input.table().javaRDD().mapPartitions(FileSplitsTest::count).collect()) {
      ends.add(ends.remove() + task);
    }
    assertEquals(OptionalLong.of(Collections.max(ends)), foreseen);
  }

  private static Iterator<Long> count(Iterator<Row> rows) {
    long count = 0;
    for (; rows.hasNext(); rows.next()) {
      count++;
    }
    return List.of(count).iterator();
  }
}
