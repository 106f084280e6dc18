package org.thumbscore.lake.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thumbscore.lake.plan.Slice;
import org.thumbscore.lake.plan.Slicer;
import org.thumbscore.lake.storage.ImageBase;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.PathCheck;
import org.thumbscore.testing.SharedSpark;

/** Inputs as other tools leave them; notebooks/write_odd_parquet.py wrote the files. */
class OddInputTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final Slicer BY_DIRECTORY = new Slicer(Long.MAX_VALUE);

  @TempDir Path folder;

  @Test
  void directoriesThatAreNoPartitionsAreRead() throws IOException {
    Path lake = folder.resolve("bbc");
    for (String month : List.of("2021-01", "2021-02", "2021-03")) {
      copy(write(4), lake.resolve(month).resolve("train-0.parquet"));
    }
    ArticleSource source = open(lake);
    assertEquals(12, source.countRows());
    assertEquals(12, source.rows().count());
    List<Slice> slices = source.slices(BY_DIRECTORY, List.of());
    assertEquals(3, slices.size(), "one for each directory");
    Dataset<Row> two = source.of(slices.subList(1, 3)).select(columns());
    assertEquals(
        Map.of(slices.get(1).id(), 4L, slices.get(2).id(), 4L),
        two.groupBy(Slice.COLUMN).count().collectAsList().stream()
            .collect(Collectors.toMap(row -> row.getString(0), row -> row.getLong(1))));
  }

  @Test
  void linesInDirectoriesThatAreNoPartitionsAreReadAndCountedInOnePass() throws IOException {
    Path lake = Files.createDirectories(folder.resolve("lines.json"));
    for (String month : List.of("2021-01", "2021-02")) {
      Path file = Files.createDirectories(lake.resolve(month)).resolve("articles.jsonl");
      Files.writeString(file, "{\"id\": 1, \"text\": \"a\", \"image\": \"b\"}\n".repeat(3));
    }
    ArticleSource source = open(lake);
    List<Slice> slices = source.slices(BY_DIRECTORY, List.of());
    assertEquals(
        Map.of(slices.get(0).id(), 3L, slices.get(1).id(), 3L), source.count(slices).rows());
  }

  @Test
  void mixedLayoutsAreRefused() throws IOException {
    Path lake = folder.resolve("mixed");
    copy(write(1), lake.resolve("day=2021-01-01/a.parquet"));
    copy(write(1), lake.resolve("2021-01-02/a.parquet"));
    String refused = refused(lake);
    assertTrue(refused.contains("partition directories and others are mixed there"), refused);
    assertEquals(1, refused.lines().count());
    copy(write(1), folder.resolve("deep/2021/day=1/a.parquet"));
    assertTrue(refused(folder.resolve("deep")).contains("are mixed there"));
  }

  @Test
  void partitionsKeepTheirColumnAndItsTypeThoughFilesHaveItToo() throws IOException {
    Path lake = folder.resolve("days");
    Path file = write("id", "'t' as text", "'i' as image", "'2021-01-01' as day");
    copy(file, lake.resolve("day=2021-01-01/a.parquet"));
    assertEquals("date", open(lake).schema().schema().apply("day").dataType().simpleString());
  }

  @Test
  void whatIsNoParquetBesideTheParquetIsLeftAlone() throws IOException {
    Path lake = folder.resolve("ignored");
    copy(write(5), lake.resolve("a.parquet"));
    copy(write(6), lake.resolve("part-without-ending"));
    Files.writeString(lake.resolve("README.md"), "Read me first");
    Files.writeString(lake.resolve("_SUCCESS"), "");
    Files.writeString(lake.resolve("empty.parquet"), "");
    copy(write(7), lake.resolve("b.parquet.tmp"));
    copy(write(8), lake.resolve("_temporary/0/c.parquet"));
    copy(write(8), lake.resolve(".hidden/c.parquet"));
    ArticleSource source = open(lake);
    assertEquals(11, source.countRows());
    assertEquals(11, source.rows().count());
    Slice slice = source.slices(BY_DIRECTORY, List.of()).get(0);
    assertEquals(
        Set.of("a.parquet", "part-without-ending"),
        slice.files().stream()
            .map(file -> file.path().substring(file.path().lastIndexOf('/') + 1))
            .collect(Collectors.toSet()));
    assertEquals(11, source.of(List.of(slice)).rows().count());
  }

  @Test
  void fileNamedParquetThatIsNoneStopsItsOwnSliceOnly() throws IOException {
    Path lake = folder.resolve("damaged");
    copy(write(5), lake.resolve("a/a.parquet"));
    Path bad = Files.createDirectories(lake.resolve("b")).resolve("b.parquet");
    Files.writeString(bad, "this is no parquet file");
    ArticleSource source = open(lake);
    List<Slice> slices = source.slices(BY_DIRECTORY, List.of());
    SliceCounts counts = source.count(slices);
    assertEquals(Map.of(slices.get(0).id(), 5L, slices.get(1).id(), 0L), counts.rows());
    assertEquals(Set.of(slices.get(1).id()), counts.unreadable().keySet());
    String why = counts.unreadable().get(slices.get(1).id()).getMessage();
    assertTrue(
        why.startsWith("Refused to publish slice %s".formatted(slices.get(1).describe())), why);
    assertTrue(why.contains("its input cannot be read: "), why);
    assertTrue(why.contains("b.parquet"), why);
  }

  @Test
  void onlyIgnoredFilesAreNoInput() throws IOException {
    Path lake = Files.createDirectories(folder.resolve("nothing"));
    assertTrue(refused(lake).contains("no file is there"), refused(lake));
    Files.writeString(lake.resolve("README.md"), "Read me first");
    assertTrue(refused(lake).contains("README.md"), refused(lake));
  }

  @Test
  void columnsOfTypesThatSparkDoesNotReadMatterOnlyWhereTheyAreAskedFor() {
    ArticleSource source = open(resource("unread-types.parquet"));
    assertEquals(2, source.select(columns()).collectAsList().size());
    assertEquals(List.of("one", "two"), texts(source, "meta.words"));
    for (String name : List.of("published", "at", "key", "half")) {
      InputException refused =
          assertThrows(InputException.class, () -> source.schema().resolve(request("text", name)));
      assertTrue(
          refused.getMessage().startsWith("Cannot read column '%s' of input ".formatted(name)),
          refused.getMessage());
      assertTrue(
          refused.getMessage().contains("a type that Spark does not read"), refused.getMessage());
      assertEquals(1, refused.getMessage().lines().count());
    }
  }

  @Test
  void columnsHaveTheTypesThatSparkGivesThem() {
    for (String file : List.of("read-types.parquet", "hugging-face.parquet")) {
      StructType expected = SPARK.read().parquet(resource(file).toString()).schema();
      StructType found = open(resource(file)).schema().schema();
      for (StructField field : expected.fields()) {
        assertEquals(field.dataType(), found.apply(field.name()).dataType(), field.name());
      }
      assertEquals(expected.length(), found.length());
      assertFalse(open(resource(file)).rows().collectAsList().isEmpty());
    }
  }

  @Test
  void columnsOfSparksOwnFilesHaveTheTypesThatSparkGivesThem() {
    Path file =
        write(
            "id",
            "array(struct(id, 'a' as b)) as list",
            "map('a', array(1)) as map",
            "interval 1 year as years",
            "cast('a' as binary) as bytes",
            "current_timestamp() as now");
    StructType expected = SPARK.read().parquet(file.toString()).schema();
    assertEquals(expected, open(file).schema().schema());
  }

  @Test
  void columnsOfFilesAreMerged() {
    ArticleSource source = open(resource("merged"));
    StructType schema = source.schema().schema();
    assertEquals("bigint", schema.apply("id").dataType().simpleString());
    assertEquals("double", schema.apply("rank").dataType().simpleString());
    ChosenColumns columns = source.schema().resolve(request("text", "rank", "section", "late"));
    for (String vectorized : List.of("true", "false")) {
      SPARK.conf().set("spark.sql.parquet.enableVectorizedReader", vectorized);
      try {
        assertEquals(
            Set.of(
                "[1,0.5,null,null,one]",
                "[2,0.25,null,null,two]",
                "[%d,0.1,news,yes,three]".formatted(1L << 40)),
            source.select(columns).drop("image").collectAsList().stream()
                .map(Row::toString)
                .collect(Collectors.toSet()));
      } finally {
        SPARK.conf().unset("spark.sql.parquet.enableVectorizedReader");
      }
    }
    List<Slice> slices = source.slices(new Slicer(1), List.of());
    assertEquals(3, source.of(slices).select(columns).collectAsList().size());
  }

  @Test
  void columnsThatDoNotFitTogetherAreRefusedWhereTheyAreAskedFor() {
    ArticleSource source = open(resource("merged"));
    InputException refused =
        assertThrows(InputException.class, () -> source.schema().resolve(request("text", "clash")));
    String message = refused.getMessage();
    assertTrue(message.startsWith("Cannot read column 'clash' of input "), message);
    assertTrue(message.contains("found string in "), message);
    assertTrue(message.contains("/a.parquet and bigint in "), message);
    assertTrue(message.contains("/b.parquet, expected one type"), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a [b] c", "{a,b}", "a*b", "what?", "10:30", "[", "größe ü", "100%", "a\\b", "x=[1:2]"
      })
  void namesOfAnySignsAreNames(String name) throws IOException {
    Path lake = folder.resolve(name);
    // Hadoop itself opens no local file with a colon in its name, only what lies below one.
    copy(write(3), lake.resolve("part " + name.replace(':', ' ') + ".parquet"));
    copy(write(9), folder.resolve("a b c/other.parquet"));
    InputLocation input = new InputLocation(lake.toString(), Optional.empty());
    PathCheck.requireExists(input, new Configuration());
    assertEquals("file:" + lake, ImageBase.of(input, new Configuration()));
    ArticleSource source = ArticleSource.open(SPARK, input);
    List<Slice> slices = source.slices(BY_DIRECTORY, List.of());
    assertEquals(Map.of(slices.get(0).id(), 3L), source.count(slices).rows());
    assertEquals(3, source.of(slices).select(columns()).count());
    assertEquals(Map.of(), source.changed(slices));
  }

  @Test
  void whatDoesNotExistIsAGlob() throws IOException {
    copy(write(3), folder.resolve("globbed/2021-01/a.parquet"));
    copy(write(4), folder.resolve("globbed/2021-02/a.parquet"));
    copy(write(5), folder.resolve("globbed/2022-01/a.parquet"));
    assertEquals(7, open(folder.resolve("globbed/2021-*")).countRows());
    assertEquals(7, open(folder.resolve("globbed/2021-*/*.parquet")).rows().count());
    assertEquals(12, open(folder.resolve("globbed/{2021,2022}-*")).rows().count());
  }

  @Test
  void bucketsGoByTheNameOfHadoopsFileSystem() {
    assertEquals("s3a://b/k", new InputLocation("s3://b/k", Optional.empty()).location());
    assertEquals("s3a://b/k", new InputLocation("S3N://b/k", Optional.empty()).location());
    assertEquals("./10:30", new InputLocation("10:30", Optional.empty()).location());
    assertEquals("file:/a", new InputLocation("file:/a", Optional.empty()).location());
  }

  @Test
  void manyFootersAreReadByASparkJob() throws IOException {
    Path file = write(2);
    for (int i = 0; i < 300; i++) {
      copy(file, folder.resolve("many/%03d/a.parquet".formatted(i)));
    }
    Files.writeString(folder.resolve("many/007/a.parquet"), "damaged");
    ArticleSource source = open(folder.resolve("many"));
    List<Slice> slices = source.slices(BY_DIRECTORY, List.of());
    SliceCounts counts = source.count(slices);
    assertEquals(300, slices.size());
    assertEquals(598, counts.rows().values().stream().mapToLong(Long::longValue).sum());
    assertEquals(Set.of(slices.get(7).id()), counts.unreadable().keySet());
    List<Slice> hundred = slices.subList(100, 200);
    Set<String> found =
        source.of(hundred).rows().select(Slice.COLUMN).collectAsList().stream()
            .map(row -> row.getString(0))
            .collect(Collectors.toSet());
    assertEquals(hundred.stream().map(Slice::id).collect(Collectors.toSet()), found);
  }

  private static List<String> texts(ArticleSource source, String text) {
    ChosenColumns columns = source.schema().resolve(request(text));
    assertEquals(text, columns.text());
    return source.select(columns).collectAsList().stream()
        .map(row -> row.<String>getAs(text))
        .toList();
  }

  private static ColumnRequest request(String text, String... keep) {
    return new ColumnRequest(
        Optional.empty(),
        Optional.of("id"),
        Optional.of(text),
        Optional.of("image"),
        Arrays.asList(keep),
        List.of());
  }

  private static ChosenColumns columns() {
    return new ChosenColumns("id", "text", "image", Map.of(), List.of());
  }

  private Path write(int rows) {
    return write(rows, "id", "concat('text ', id) as text", "cast('x' as binary) as image");
  }

  private Path write(String... columns) {
    return write(1, columns);
  }

  /** One file without a checksum, and where it is. */
  private Path write(int rows, String... columns) {
    Path written = folder.resolve("written-" + System.nanoTime());
    SPARK.range(rows).coalesce(1).selectExpr(columns).write().parquet(written.toString());
    try (Stream<Path> files = Files.list(written)) {
      return files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path file, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(file, to);
  }

  private static Path resource(String name) {
    try {
      return Path.of(OddInputTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String refused(Path lake) {
    return assertThrows(InputException.class, () -> open(lake)).getMessage();
  }

  private static ArticleSource open(Path lake) {
    return ArticleSource.open(SPARK, new InputLocation(lake.toString(), Optional.empty()));
  }
}
