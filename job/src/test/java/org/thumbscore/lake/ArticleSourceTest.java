package org.thumbscore.lake;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        new String[] {"id", "input_label", "text", "image"}, selected.schema().fieldNames());
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
    return open(path, Optional.empty());
  }

  private static ArticleSource open(String location, Optional<String> format) {
    return ArticleSource.open(SPARK, new InputLocation(location, format));
  }
}
