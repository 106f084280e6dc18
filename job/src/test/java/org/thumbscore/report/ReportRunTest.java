package org.thumbscore.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thumbscore.lake.source.ColumnFinder;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.StorageException;
import org.thumbscore.testing.SharedSpark;

class ReportRunTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final String SAMPLES =
      Path.of("../udf/src/test/resources/org/thumbscore/articles.parquet")
          .toAbsolutePath()
          .normalize()
          .toString();
  private static final String HOSTILE =
      "</script><script>hostile()</script><img src=x onerror=hostile()>\" onmouseover=\"hostile()";

  @TempDir Path folder;

  @Test
  void everyPartIsCounted() throws IOException {
    Dataset<Row> scores =
        table(100)
            .selectExpr(
                "concat('a', id) as id",
                "if(id < 90, cast(id / 100.0 as float), null) as similarity",
                "if(id < 90, int(id >= 40), null) as label",
                "if(id < 90, 'OK', 'IMAGE_MISSING') as status",
                "if(id < 90, null, 'found nothing') as error",
                "0.395d as threshold",
                "if(id % 2 = 0, 'even', 'odd') as source",
                "date_add(date'2026-11-01', int(id % 3)) as date");
    MadePage page = MadePage.of(folder, scores);
    JsonNode data = page.data();
    assertEquals(0.395, data.get("threshold").asDouble());
    assertEquals("OK 90 IMAGE_MISSING 10", words(data.get("statuses"), "status", "rows"));
    assertEquals(90, sum(data.get("bins"), "rows"));
    assertEquals("even 45 odd 45", words(data.get("sources"), "source", "rows"));
    assertEquals(
        "2026-11-01 30 2026-11-02 30 2026-11-03 30", words(data.get("trend"), "period", "rows"));
    assertEquals(16 / 30.0, data.at("/trend/0/value").asDouble(), 1e-12);
    assertEquals("Share of label 1 by day", data.get("trendUnit").asText());
    assertTrue(page.html().contains("<dd>90.0%</dd>"), page.body());
    assertTrue(page.body().contains("Label 1 above 0.3950."), page.body());
    String missing = page.between("Examples of IMAGE_MISSING", "</ul>");
    assertTrue(missing.contains("a90") && missing.contains("a94"), missing);
    assertFalse(missing.contains("a95"), missing);
    assertTrue(missing.contains("found nothing"), missing);
    assertTrue(page.between("Most representative", "</section>").contains("0.890"));
    assertTrue(page.between("Nearest the threshold", "</section>").contains("0.400"));
    assertTrue(page.between("Least representative", "</section>").contains("0.000"));
  }

  @Test
  void hostileTextStaysText() throws IOException {
    Dataset<Row> scores =
        table(4)
            .withColumn("hostile", functions.lit(HOSTILE))
            .selectExpr(
                "concat(id, hostile) as id",
                "float(id / 10) as similarity",
                "if(id < 3, 'OK', hostile) as status",
                "hostile as error",
                "hostile as source",
                "hostile as date",
                "hostile as model",
                "hostile as model_sha256",
                "hostile as run_id",
                "concat('\u202E', hostile, repeat('x', 10000)) as title");
    MadePage page = MadePage.of(folder, scores);
    assertEquals(3, page.count("<script"), "its own");
    assertEquals(3, page.count("</script>"));
    assertFalse(page.body().contains("<img"), page.body());
    assertFalse(page.body().contains("\" onmouseover"), page.body());
    assertFalse(page.html().contains("\u202E"));
    assertFalse(page.html().contains("xxxxxxxxxx".repeat(15)));
    assertTrue(page.body().contains("&lt;/script&gt;&lt;script&gt;"), page.body());
    assertTrue(page.data().at("/sources/0/source").asText().startsWith("</script><script>"));
  }

  @Test
  void runRecordIsTextToo() throws IOException {
    Path runs = Files.createDirectories(folder.resolve("scores/_thumbscore/runs"));
    String run =
        "{\"model\": {}, \"finished_at\": \"%s\", \"started_at\": \"<b>%s</b>\", \"slices\": {\"<i>\": 1}, \"devices\": [\"<u>\"]}";
    Dataset<Row> scores = okay(2);
    MadePage.stored(folder.resolve("scores"), scores);
    Files.createDirectories(runs);
    Files.writeString(runs.resolve("a.json"), run.formatted("2026-11-01", "old"));
    Files.writeString(runs.resolve("b.json"), run.formatted("2026-11-02", "new"));
    Files.writeString(runs.resolve("c.json"), "{\"broken\":");
    Files.writeString(runs.resolve("d.json"), "");
    MadePage page = written(folder.resolve("scores"), folder.resolve("page.html"));
    assertTrue(page.body().contains("&lt;b&gt;new&lt;/b&gt;"), page.body());
    assertFalse(page.body().contains("&lt;b&gt;old"), page.body());
    assertFalse(page.body().contains("<i>") || page.body().contains("<u>"), page.body());
  }

  @Test
  void noScoredRowIsSaid() throws IOException {
    Dataset<Row> scores =
        table(3)
            .selectExpr(
                "id",
                "cast(null as float) as similarity",
                "'TEXT_MISSING' as status",
                "'a' as source",
                "date'2026-11-01' as date");
    MadePage page = MadePage.of(folder, scores);
    assertTrue(page.body().contains("No article has a similarity."), page.body());
    assertTrue(page.body().contains("<dd>0.0%</dd>"), page.body());
    assertEquals(1, page.count("class=\"plot"));
    assertFalse(page.body().contains("Most representative"), page.body());
  }

  @Test
  void emptyTableIsAPage() throws IOException {
    MadePage page = MadePage.of(folder, okay(0));
    assertTrue(page.body().contains("<dd>0</dd>"), page.body());
    assertTrue(page.body().contains("No article has a similarity."), page.body());
  }

  @Test
  void oneRowIsAPage() throws IOException {
    MadePage page = MadePage.of(folder, okay(1));
    assertTrue(page.body().contains("<dt>article</dt><dd>1</dd>"), page.body());
    assertEquals(1, page.data().get("bins").size());
    assertTrue(page.between("Nearest the median", "</section>").contains("0.000"));
  }

  @Test
  void severalThresholdsAreNone() throws IOException {
    Dataset<Row> scores = okay(10).withColumn("threshold", functions.expr("0.1 * (id % 2)"));
    MadePage page = MadePage.of(folder, scores);
    assertFalse(page.data().has("threshold"));
    assertTrue(page.body().contains("No single threshold"), page.body());
    MadePage odd = MadePage.of(folder, okay(10).withColumn("threshold", functions.lit("high")));
    assertFalse(odd.data().has("threshold"));
  }

  @Test
  void whatIsNoNumberIsNoSimilarity() throws IOException {
    Dataset<Row> scores =
        table(6)
            .selectExpr(
                "id",
                "case id when 0 then double('NaN') when 1 then double('Infinity') when 2 then double('-Infinity') else id / 10 end as similarity",
                "'OK' as status");
    MadePage page = MadePage.of(folder, scores);
    assertEquals(3, sum(page.data().get("bins"), "rows"));
    assertFalse(page.body().contains("NaN") || page.body().contains("Infinity"), page.body());
    assertTrue(page.between("Most representative", "</section>").contains("0.500"));
  }

  @Test
  void manyStatusesAndSourcesStayFew() throws IOException {
    Dataset<Row> scores =
        table(200)
            .selectExpr(
                "id",
                "float(0.1) as similarity",
                "if(id < 100, 'OK', if(id < 101, null, concat('S', id))) as status",
                "concat('source ', int(sqrt(id))) as source");
    JsonNode data = MadePage.of(folder, scores).data();
    assertEquals(21, data.get("statuses").size());
    assertEquals(200, sum(data.get("statuses"), "rows"));
    assertEquals("(others)", data.at("/statuses/20/status").asText());
    assertEquals(15, data.get("sources").size(), "all that there are");
    Dataset<Row> more = scores.withColumn("source", functions.expr("id div 4"));
    MadePage page = MadePage.of(folder, more);
    assertEquals(20, page.data().get("sources").size());
    assertTrue(page.body().contains("The 20 largest of 50 sources."), page.body());
  }

  @Test
  void nullsHaveAName() throws IOException {
    Dataset<Row> scores =
        table(3)
            .selectExpr(
                "cast(null as string) as id",
                "float(0.1) as similarity",
                "if(id = 0, null, 'OK') as status",
                "if(id = 1, ' ', null) as source",
                "'a headline' as title");
    MadePage page = MadePage.of(folder, scores);
    assertEquals("OK 2 (none) 1", words(page.data().get("statuses"), "status", "rows"));
    assertEquals("(none) 2 (none) 1", words(page.data().get("sources"), "source", "rows"));
    assertTrue(page.body().contains("(no headline)"), "a null finds no article");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "date_add(date'2026-11-01', int(id)) | day | 2026-11-01 1 2026-11-02 1 2026-11-03 1",
        "timestamp'2026-11-01 23:59:59' + make_interval(0, 0, 0, int(id)) | day | 2026-11-01 1 2026-11-02 1 2026-11-03 1",
        "timestamp_ntz'2026-11-01 00:00:00' | day | 2026-11-01 3",
        "element_at(array('2026-11-01', '2026-11-01T08:00:00Z', 'soon'), int(id + 1)) | day | 2026-11-01 2",
        "int(1793491200) + int(id) * 86400 | day | 2026-11-01 1 2026-11-02 1 2026-11-03 1",
        "1793491200000L + id * 86400000 | day | 2026-11-01 1 2026-11-02 1 2026-11-03 1",
        "if(id = 0, 1793491200d, if(id = 1, double('NaN'), 1e300)) | day | 2026-11-01 1",
        "date_add(date'2026-11-02', 100 * int(id)) | week | 2026-11-02 1 2027-02-08 1 2027-05-17 1",
        "date_add(date'2026-11-02', 1000 * int(id)) | month | 2026-11-01 1 2029-07-01 1 2032-04-01 1",
        "lower('NEVER') | day | ''",
        "cast(null as date) | day | ''",
        "true | day | ''",
        "array(date'2026-11-01') | day | ''",
      })
  void daysAreReadOfManyTypes(String date, String unit, String points) {
    ColumnFinder table =
        new ColumnFinder("scores", okay(3).withColumn("date", functions.expr(date)));
    PlainScores scores = PlainScores.of(table, ReportRequest.Columns.USUAL, "id");
    Trend trend = Trend.of(scores);
    assertEquals(unit, trend.unit());
    assertEquals(
        points,
        trend.points().stream()
            .map(point -> point.period() + " " + point.rows())
            .collect(Collectors.joining(" ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id | 2",
        "id + 0.5 | 2.5",
        "named_struct('a', id) | {2}",
        "array(id) | [2]",
        "cast(concat('b', id) as binary) | b2",
        "date_add(date'2026-11-01', int(id)) | 2026-11-03",
      })
  void idsOfAnyTypeFindTheirArticles(String id, String text) {
    Dataset<Row> articles =
        table(3)
            .selectExpr("concat('headline ', id) as title", id + " as key")
            .withColumnRenamed("key", "id");
    Map<String, ArticleLookup.Found> found =
        ArticleLookup.of(new ColumnFinder("articles", articles), ReportRequest.Columns.USUAL, "id")
            .read(List.of(text, "another"));
    assertEquals(Map.of(text, new ArticleLookup.Found("headline 2", Optional.empty())), found);
    Dataset<Row> scores = okay(3).withColumn("id", functions.expr(id));
    assertEquals(
        text,
        PlainScores.of(new ColumnFinder("scores", scores), ReportRequest.Columns.USUAL, "id")
            .rows()
            .select("id")
            .collectAsList()
            .get(2)
            .getString(0));
  }

  @Test
  void oddTypesOfOtherColumnsDoNoHarm() throws IOException {
    Dataset<Row> scores =
        table(3)
            .selectExpr(
                "id",
                "cast(id / 10 as decimal(5, 3)) as similarity",
                "id = 2 as label",
                "7 as status",
                "array('e') as error",
                "named_struct('name', 'n') as source",
                "map('a', 1) as title",
                "'no image' as thumbnail");
    MadePage page = MadePage.of(folder, scores);
    assertEquals("7 3", words(page.data().get("statuses"), "status", "rows"));
    assertTrue(page.between("Most representative", "</li>").contains("label 1"));
    MadePage text = MadePage.of(folder, okay(3).withColumn("label", functions.lit("yes")));
    assertFalse(text.body().contains("label "), "a word is no label");
  }

  @Test
  void imagesComeFromTheArticles() throws IOException {
    Dataset<Row> samples = SPARK.read().parquet(SAMPLES);
    Dataset<Row> scores =
        samples.selectExpr(
            "id", "float(length(thumbnail) % 100 / 100.0) as similarity", "'OK' as status");
    MadePage page =
        MadePage.of(
            folder,
            scores.filter("similarity is not null"),
            // Twice: one id is to be one image.
            samples.union(samples),
            ReportRequest.Columns.USUAL);
    int images = page.count("src=\"data:image/jpeg;base64,");
    assertTrue(images >= 24 && images <= 36, images + " images");
    assertEquals(36, page.count("<figure>"));
    assertEquals(36 - images, page.count("no image found"));
  }

  @Test
  void whatDoesNotDecodeIsLeftOut() throws IOException {
    Dataset<Row> articles =
        table(3)
            .selectExpr(
                "id",
                "if(id = 0, '', 'kept in the summary') as summary",
                "'  ' as title",
                "case id when 0 then cast('' as binary) when 1 then cast('<svg onload=x>' as binary) end as thumbnail");
    MadePage page = MadePage.of(folder, okay(3), articles, ReportRequest.Columns.USUAL);
    assertFalse(page.body().contains("<img"), page.body());
    assertEquals(9, page.count("no image found"));
    assertEquals(6, page.count("<bdi>kept in the summary</bdi>"));
    assertEquals(3, page.count("(no headline)"));
  }

  @Test
  void namedColumnsMustBeThere() {
    ReportRequest.Columns none = ReportRequest.Columns.USUAL;
    Optional<String> no = Optional.empty();
    Optional<String> absent = Optional.of("absent");
    assertRefused(
        "Missing column 'absent' in input %s; found: id, similarity, status. Check --id-column",
        new ReportRequest.Columns(absent, no, no, no, no));
    assertRefused(
        "Missing column 'absent' in input %s; found: id, similarity, status. Check --title-column",
        new ReportRequest.Columns(no, absent, no, no, no));
    assertRefused(
        "Missing column 'absent' in input %s; found: id, similarity, status. Check --image-column",
        new ReportRequest.Columns(no, no, absent, no, no));
    assertRefused(
        "Missing column 'absent' in input %s; found: id, similarity, status. Check --source-column",
        new ReportRequest.Columns(no, no, no, absent, no));
    assertRefused(
        "Missing column 'absent' in input %s; found: id, similarity, status. Check --date-column",
        new ReportRequest.Columns(no, no, no, no, absent));
    assertRefused(
        "Wrong type of column 'status' in input %s: found string, expected binary; check --image-column",
        new ReportRequest.Columns(no, no, Optional.of("status"), no, no));
    assertEquals(none, new ReportRequest.Columns(no, no, no, no, no));
  }

  private void assertRefused(String message, ReportRequest.Columns columns) {
    InputException refused =
        assertThrows(InputException.class, () -> MadePage.of(folder, okay(2), null, columns));
    assertEquals(message.formatted(folder.resolve("scores")), refused.getMessage());
  }

  @Test
  void tablesThatAreNoScoresAreRefused() {
    InputException noStatus =
        assertThrows(InputException.class, () -> MadePage.of(folder, okay(2).drop("status")));
    assertTrue(noStatus.getMessage().startsWith("Missing column 'status'"), noStatus.getMessage());
    InputException noId =
        assertThrows(InputException.class, () -> MadePage.of(folder, okay(2).drop("id")));
    assertTrue(noId.getMessage().startsWith("Missing the id column"), noId.getMessage());
    InputException otherArticles =
        assertThrows(
            InputException.class,
            () ->
                MadePage.of(
                    folder,
                    okay(2),
                    okay(2).withColumnRenamed("id", "key"),
                    ReportRequest.Columns.USUAL));
    assertEquals(
        "Missing column 'id' in input %s; found: key, similarity, status. Check --id-column"
            .formatted(folder.resolve("articles")),
        otherArticles.getMessage());
  }

  @Test
  void pageReplacesAPageButNoDirectory() throws IOException {
    MadePage.stored(folder.resolve("scores"), okay(2));
    Path page = Files.createDirectories(folder.resolve("pages")).resolve("page.html");
    Files.writeString(page, "old");
    written(folder.resolve("scores"), page);
    try (Stream<Path> left = Files.list(page.getParent())) {
      assertEquals(List.of(page), left.toList());
    }
    StorageException refused =
        assertThrows(
            StorageException.class, () -> written(folder.resolve("scores"), page.getParent()));
    assertEquals(
        "Cannot write report %s: there is a directory. Choose an --output that this user may write, a file"
            .formatted(page.getParent()),
        refused.getMessage());
    assertTrue(Files.exists(page));
  }

  @Test
  void otherLanguagesOfTheMachineDoNotMatter() throws IOException {
    java.util.Locale before = java.util.Locale.getDefault();
    java.util.Locale.setDefault(java.util.Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      MadePage page = MadePage.of(folder, okay(30).withColumn("threshold", functions.lit(0.25)));
      assertTrue(page.body().contains("Label 1 above 0.2500."), page.body());
      assertFalse(page.body().matches("(?s).*[\u0660-\u0669].*"), page.body());
    } finally {
      java.util.Locale.setDefault(before);
    }
  }

  private static MadePage written(Path scores, Path page) throws IOException {
    ReportRequest request =
        new ReportRequest(
            new InputLocation(scores.toString(), Optional.empty()),
            Optional.empty(),
            ReportRequest.Columns.USUAL,
            Optional.empty(),
            "A title",
            12);
    new ReportRun(SPARK, request).write(page.toString());
    return new MadePage(Files.readString(page));
  }

  private static Dataset<Row> table(long rows) {
    return SPARK.range(0, rows, 1, 1).toDF();
  }

  /** Rows 0, 0.1, 0.2 and so on. */
  private static Dataset<Row> okay(long rows) {
    return table(rows).selectExpr("id", "float(id / 100.0) as similarity", "'OK' as status");
  }

  private static long sum(JsonNode list, String name) {
    long sum = 0;
    for (JsonNode each : list) {
      sum += each.get(name).asLong();
    }
    return sum;
  }

  private static String words(JsonNode list, String... names) {
    StringBuilder words = new StringBuilder();
    for (JsonNode each : list) {
      for (String name : names) {
        words.append(each.get(name).asText()).append(' ');
      }
    }
    return words.toString().strip();
  }
}
