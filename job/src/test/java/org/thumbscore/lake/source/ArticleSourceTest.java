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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
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
    assertEquals(2, source.select(COLUMNS, new Partitioning.Auto()).javaRDD().getNumPartitions());
    assertTrue(plan(source.select(COLUMNS, new Partitioning.Auto())).contains("Repartition"));
  }

  @Test
  void enoughRowGroupsAreNotShuffled() {
    ArticleSource source = write(100, 2);
    assertFalse(plan(source.select(COLUMNS, new Partitioning.Auto())).contains("Repartition"));
  }

  @Test
  void fixedPartitioningIsObeyed() {
    Dataset<Row> seven = write(100, 2).select(COLUMNS, new Partitioning.Fixed(7));
    assertEquals(7, seven.javaRDD().getNumPartitions());
  }

  @Test
  void onlyChosenColumnsAreRead() {
    Dataset<Row> selected = write(3, 1).select(COLUMNS, new Partitioning.Auto());
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

  private ArticleSource write(int rows, int files) {
    String path = folder.resolve("articles-" + rows + "-" + files).toString();
    SPARK
        .range(0, rows, 1, files)
        .selectExpr(
            "id",
            "concat('text ', id) as text",
            "cast('x' as binary) as image",
            "1 as label",
            "2 as unused")
        .write()
        .parquet(path);
    ArticleSource source = open(path, Optional.empty());
    List<Slice> slices = source.slices(new Slicer(Long.MAX_VALUE), List.of());
    assertEquals(1, slices.size());
    return source.of(List.of(slices.get(0)));
  }

  private static ArticleSource open(String location, Optional<String> format) {
    return ArticleSource.open(SPARK, new InputLocation(location, format));
  }
}
