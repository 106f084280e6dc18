package org.thumbscore.lake.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.lake.plan.Slice;
import org.thumbscore.lake.plan.Slicer;
import org.thumbscore.lake.storage.GateException;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.PathCheck;
import org.thumbscore.testing.SharedSpark;

class ArticleSourceTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final ChosenColumns COLUMNS =
      new ChosenColumns("id", "text", "image", Map.of("label", "input_label"), List.of());

  @TempDir Path folder;

  @Test
  void oneRowGroupIsDividedOverAllCores() {
    ArticleSource source = write(100, 1);
    DividedRows divided = divide(source, 100, 2);
    assertEquals(2, tasks(divided));
    assertTrue(plan(divided.rows()).contains("Repartition"));
    assertEquals(
        "1 task reads the input, and one slot would compute 100 of 100 rows: 100 rows are spread over 2 tasks before they are computed",
        divided.spread().orElseThrow());
    assertEquals(Optional.empty(), divided.idle());
    assertAllOnce(100, divided.rows());
  }

  @Test
  void fewRowsStayInTheTaskThatReadsThem() {
    DividedRows divided = divide(write(60, 1), 60, 64);
    assertEquals(1, tasks(divided));
    assertEquals(DividedRows.asRead(divided.rows()), divided, "nothing is said of them");
  }

  @Test
  void tasksAreNoMoreThanTheirRowsAreWorth() {
    assertEquals(6, tasks(divide(write(200, 1), 200, 64)));
  }

  @Test
  void enoughRowGroupsAreNotShuffled() {
    DividedRows divided = divide(write(100, 2), 100, 2);
    assertFalse(plan(divided.rows()).contains("Repartition"));
    assertEquals(DividedRows.asRead(divided.rows()), divided);
  }

  @Test
  void rowGroupsOfOneFileAreDividedEvenlyWithoutAShuffle() {
    String most = SPARK.conf().get("spark.sql.files.maxPartitionBytes");
    ArticleSource source = writeInRowGroups(900, 20);
    for (int slots = 2; slots <= 5; slots++) {
      DividedRows divided = divide(source, 900, slots);
      assertFalse(plan(divided.rows()).contains("Repartition"));
      List<Integer> tasks =
          divided.rows().javaRDD().mapPartitions(ArticleSourceTest::count).collect();
      assertEquals(slots, tasks.size());
      // At most one row group more than its share.
      assertTrue(Collections.max(tasks) <= 900 / slots + 20, tasks.toString());
    }
    assertEquals(most, SPARK.conf().get("spark.sql.files.maxPartitionBytes"));
  }

  @Test
  void smallRowGroupsThatOneTaskReadsAreSpread() {
    Dataset<Row> rows = articles(500, 1);
    ArticleSource source =
        write(
            rows.write()
                .option("parquet.block.size", 1024)
                .option("parquet.page.size.row.check.min", 100),
            "groups");
    assertEquals(1, source.select(COLUMNS).javaRDD().getNumPartitions());
    DividedRows divided = divide(source, 500, 4);
    assertEquals(4, tasks(divided));
    assertAllOnce(500, divided.rows());
  }

  @Test
  void rowsAreSpreadIfRowGroupsWouldKeepOneSlotBusyForLonger() {
    // On four slots, five equal row groups take as long as eight.
    ArticleSource source = writeInRowGroups(500, 100);
    DividedRows divided = divide(source, 500, 4);
    assertEquals(
        "4 tasks read the input, and one slot would compute 200 of 500 rows: 500 rows are spread over 4 tasks before they are computed",
        divided.spread().orElseThrow());
    List<Integer> tasks =
        divided.rows().javaRDD().mapPartitions(ArticleSourceTest::count).collect();
    assertTrue(Collections.max(tasks) <= 130, tasks.toString());
    assertAllOnce(500, divided.rows());
    assertEquals(Optional.empty(), divide(source, 500, 5).spread());
  }

  @Test
  void onlyTheFileWithTheLargeRowGroupIsShuffled() {
    String path = folder.resolve("uneven").toString();
    articles(1000, 1).write().parquet(path + "/day=1");
    articles(500, 5)
        .selectExpr("id + 1000 as id", "text", "image")
        .write()
        .parquet(path + "/day=2");
    ArticleSource all = open(path, Optional.empty());
    List<Slice> days = all.slices(new Slicer(Long.MAX_VALUE), List.of());
    assertEquals(2, days.size());
    ChosenColumns columns = new ChosenColumns("id", "text", "image", Map.of(), List.of());
    DividedRows divided = all.of(days).divide(columns, new Partitioning.Auto(), 1500, 4);
    assertEquals(
        "4 tasks read the input, and one slot would compute 1,000 of 1,500 rows: 1,000 rows are spread over 3 tasks before they are computed",
        divided.spread().orElseThrow());
    assertTrue(plan(divided.rows()).contains("Union"));
    List<Long> bySlice =
        divided.rows().groupBy(Slice.COLUMN).count().orderBy("count").collectAsList().stream()
            .map(row -> row.getLong(1))
            .toList();
    assertEquals(List.of(500L, 1000L), bySlice);
    assertEquals(1500, divided.rows().select("id").distinct().count());
  }

  @Test
  void chosenRowsAreSpreadOnlyIfTheyAreMany() {
    ArticleSource source = write(300, 1);
    Dataset<Row> some = source.select(COLUMNS).filter("id < 40");
    Partitioning auto = new Partitioning.Auto();
    assertEquals(1, tasks(source.divide(COLUMNS, some, auto, 40, 2)));
    assertEquals(2, tasks(source.divide(COLUMNS, source.select(COLUMNS), auto, 200, 2)));
  }

  @Test
  void fixedPartitioningIsObeyedAndWarnedOf() {
    ArticleSource source = write(100, 2);
    DividedRows seven = source.divide(COLUMNS, new Partitioning.Fixed(7), 100, 2);
    assertEquals(7, tasks(seven));
    assertEquals(Optional.empty(), seven.idle());
    DividedRows one = source.divide(COLUMNS, new Partitioning.Fixed(1), 100, 2);
    assertEquals(1, tasks(one));
    assertEquals(
        "score.partitions=1 leaves slots idle: 2 tasks can run at a time. Set it to auto, or to at least 2",
        one.idle().orElseThrow());
    assertEquals(
        Optional.empty(), source.divide(COLUMNS, new Partitioning.Fixed(1), 100, 64).idle());
  }

  @Test
  void tasksThatAreAlmostEnoughAreWarnedOf() {
    String alone = "spark.sql.files.openCostInBytes";
    SPARK.conf().set(alone, 128 << 20);
    try {
      DividedRows divided = divide(write(700, 7), 700, 8);
      assertEquals(7, tasks(divided));
      assertFalse(plan(divided.rows()).contains("Repartition"));
      assertEquals(
          "7 tasks read the input while 8 can run at a time, and 700 rows are not worth spreading unasked. Set score.partitions=8 to spread them, or write the input in more files or smaller row groups",
          divided.idle().orElseThrow());
    } finally {
      SPARK.conf().unset(alone);
    }
  }

  @Test
  void onlyChosenColumnsAreRead() {
    Dataset<Row> selected = write(3, 1).select(COLUMNS);
    assertArrayEquals(
        new String[] {"id", "input_label", "text", "image", Slice.COLUMN},
        selected.schema().fieldNames());
    assertFalse(selected.queryExecution().executedPlan().toString().contains("unused"));
  }

  @Test
  void rowsAreCountedWithAndWithoutFooters() throws IOException {
    assertEquals(101, write(101, 2).countRows());
    Path lines = folder.resolve("articles.jsonl");
    Files.writeString(lines, "{\"id\": 1}\n{\"id\": 2}\n{\"id\": 3}\n");
    assertEquals(3, open(lines.toString(), Optional.empty()).countRows());
    SPARK.range(5).createOrReplaceTempView("five_articles");
    assertEquals(5, open("five_articles", Optional.of("table")).countRows());
  }

  @Test
  void sliceHoldsTheRowsOfItsFilesAndReadsNoOthers() {
    String root = folder.resolve("a lake with % [odd] names").toString();
    SPARK
        .range(0, 60, 1, 3)
        .selectExpr("id", "concat('a b=', id % 2) as day", "'text' as text", "'i' as image")
        .write()
        .partitionBy("day")
        .parquet(root);
    ArticleSource source = open(root.replaceAll("[\\[\\]]", "\\\\$0"), Optional.empty());
    List<Slice> slices = source.slices(new Slicer(1), List.of());
    assertEquals(6, slices.size(), "one for each file");
    List<Slice> days = source.slices(new Slicer(1 << 20), List.of());
    assertEquals(2, days.size(), "one for each directory");
    for (Slice slice : slices) {
      ArticleSource part = source.of(List.of(slice));
      assertEquals(10, part.countRows());
      assertEquals(10, part.rows().count());
      assertEquals(1, part.rows().javaRDD().getNumPartitions());
      assertEquals(Map.of(), source.changed(List.of(slice)));
    }
    assertEquals(30, source.of(List.of(days.get(1))).rows().filter("day = 'a b=1'").count());
  }

  @Test
  void changedFileIsNotTakenForTheOnePlanned() throws IOException {
    write(10, 1);
    Path directory = folder.resolve("articles-10-1");
    ArticleSource source = open(directory.toString(), Optional.empty());
    Slice slice = source.slices(new Slicer(1), List.of()).get(0);
    Path file = Path.of(URI.create(slice.files().get(0).path()));
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
    assertEquals(Set.of(slice.id()), source.changed(List.of(slice)).keySet());
    Files.delete(file);
    GateException gone = source.changed(List.of(slice)).get(slice.id());
    assertTrue(gone.getMessage().contains("changed or went while it was read"));
  }

  @Test
  void fileThatVanishesOrIsDamagedAfterPlanningStopsItsSlice() throws IOException {
    write(10, 1);
    ArticleSource source = open(folder.resolve("articles-10-1").toString(), Optional.empty());
    Slice slice = source.slices(new Slicer(1), List.of()).get(0);
    Path file = Path.of(URI.create(slice.files().get(0).path()));
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 4, bytes.length / 2, (byte) 7);
    Files.write(file, bytes);
    assertUnreadable(source, slice, file);
    Files.delete(file);
    assertUnreadable(source, slice, file);
  }

  private static void assertUnreadable(ArticleSource source, Slice slice, Path file) {
    GateException refused =
        assertThrows(
            GateException.class,
            () ->
                ArticleSource.reading(
                    slice.describe(), source.of(List.of(slice)).rows()::collectAsList));
    assertTrue(refused.getMessage().contains("its input cannot be read: "), refused.getMessage());
    assertTrue(refused.getMessage().contains(file.getFileName().toString()), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }

  @Test
  void tableWithoutFilesIsOneSlice() {
    SPARK.range(5).createOrReplaceTempView("five_articles");
    ArticleSource source = open("five_articles", Optional.of("table"));
    Slice whole = source.slices(new Slicer(1), List.of()).get(0);
    assertEquals(5, source.of(List.of(whole)).countRows());
    assertTrue(whole.files().isEmpty());
  }

  @Test
  void whatIsNoTableIsRefusedInOneLine() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.parquet"), "not a parquet file at all");
    assertRefused(text.toString(), Optional.empty(), "as parquet");
    assertRefused("no_such_table", Optional.of("table"), "no_such_table");
    assertRefused(text.toString(), Optional.of("pickle"), "pickle");
  }

  @Test
  void absentPathIsRefusedBeforeSparkStarts() {
    InputLocation absent = new InputLocation(folder.resolve("absent").toString(), Optional.empty());
    InputException refused =
        assertThrows(
            InputException.class, () -> PathCheck.requireExists(absent, new Configuration()));
    assertEquals(
        "Cannot read input "
            + folder.resolve("absent")
            + ": nothing is there; expected a parquet file or directory. Check --input",
        refused.getMessage());
    assertThrows(
        InputException.class,
        () ->
            PathCheck.requireExists(
                new InputLocation("nosuch://bucket/a", Optional.empty()), new Configuration()));
  }

  @Test
  void outputMayNotHoldTheInput() {
    InputLocation input = new InputLocation(folder.resolve("a/b").toString(), Optional.empty());
    Configuration hadoop = new Configuration();
    assertThrows(
        InputException.class,
        () -> PathCheck.requireApart(input, folder.resolve("a/b/").toString(), hadoop));
    assertThrows(
        InputException.class,
        () -> PathCheck.requireApart(input, folder.resolve("a").toString(), hadoop));
    PathCheck.requireApart(input, folder.resolve("a/bc").toString(), hadoop);
  }

  private static void assertRefused(String location, Optional<String> format, String named) {
    InputException refused =
        assertThrows(InputException.class, () -> open(location, format).countRows());
    assertTrue(refused.getMessage().startsWith("Cannot read input " + location));
    assertTrue(refused.getMessage().contains(named), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }

  private static String plan(Dataset<Row> data) {
    return data.queryExecution().logical().toString();
  }

  private static DividedRows divide(ArticleSource source, long rows, int slots) {
    return source.divide(COLUMNS, new Partitioning.Auto(), rows, slots);
  }

  private static int tasks(DividedRows divided) {
    return divided.rows().javaRDD().getNumPartitions();
  }

  private static void assertAllOnce(long rows, Dataset<Row> found) {
    assertEquals(
        LongStream.range(0, rows).boxed().toList(),
        found.select("id").as(Encoders.LONG()).collectAsList().stream().sorted().toList());
  }

  private static Iterator<Integer> count(Iterator<Row> rows) {
    int count = 0;
    for (; rows.hasNext(); rows.next()) {
      count++;
    }
    return List.of(count).iterator();
  }

  private ArticleSource write(int rows, int files) {
    return write(articles(rows, files).write(), "articles-" + rows + "-" + files);
  }

  /** Writes one file with large rows. */
  private ArticleSource writeInRowGroups(int rows, int rowsOfGroup) {
    String image = "cast(repeat(lpad(id, 3, '0'), 4000) as binary)";
    return write(
        articles(rows, 1)
            .withColumn("image", functions.expr(image))
            .write()
            .option("compression", "uncompressed")
            .option("parquet.enable.dictionary", false)
            .option("parquet.block.size", 1000)
            .option("parquet.page.size.row.check.min", rowsOfGroup),
        "groups-of-" + rowsOfGroup);
  }

  private static Dataset<Row> articles(int rows, int files) {
    return SPARK
        .range(0, rows, 1, files)
        .selectExpr(
            "id",
            "concat('text ', id) as text",
            "cast('x' as binary) as image",
            "1 as label",
            "2 as unused");
  }

  private ArticleSource write(DataFrameWriter<Row> writer, String name) {
    String path = folder.resolve(name).toString();
    writer.parquet(path);
    ArticleSource source = open(path, Optional.empty());
    List<Slice> slices = source.slices(new Slicer(Long.MAX_VALUE), List.of());
    assertEquals(1, slices.size());
    return source.of(List.of(slices.get(0)));
  }

  private static ArticleSource open(String location, Optional<String> format) {
    return ArticleSource.open(SPARK, new InputLocation(location, format));
  }
}
