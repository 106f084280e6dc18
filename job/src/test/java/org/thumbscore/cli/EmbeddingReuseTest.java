package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thumbscore.testing.SharedSpark;

/** What a run computes of images and texts that the output has embeddings of. */
class EmbeddingReuseTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final String[] ID = {"id"};
  private static final String DAY = "2026-11-01";

  @TempDir Path folder;
  private Path input;
  private Path output;

  /** Two days, a file and a slice each. */
  @BeforeEach
  void writeLake() {
    input = folder.resolve("articles");
    output = folder.resolve("scores");
    Lake.write(SPARK, input, 1, 2, 1);
  }

  @Test
  void digestsAreThoseOfImagesAndTexts() throws IOException {
    JsonNode first = scored();
    assertReused(0, 0, first);
    Map<String, Row> written = byId(Call.table(output));
    List<Row> articles =
        SPARK
            .read()
            .parquet(input.toString())
            .selectExpr(
                "id",
                "if(length(thumbnail) > 0, sha2(thumbnail, 256), null)",
                "if(trim(summary) = '', null, sha2(summary, 256))")
            .collectAsList();
    assertEquals(96, articles.size());
    for (Row article : articles) {
      Row row = written.get(article.getString(0));
      assertEquals(article.getString(1), row.<String>getAs("image_sha256"), article.getString(0));
      assertEquals(article.getString(2), row.<String>getAs("text_sha256"), article.getString(0));
    }
    assertEquals(6, Call.table(output).filter("image_sha256 is null").count());
    assertEquals(3, Call.table(output).filter("text_sha256 is null").count());
  }

  /**
   * Where the cap lets a run broadcast all that is stored, or what the slice repeats, or nothing.
   */
  @ParameterizedTest
  @ValueSource(strings = {"1 GiB", "60 KiB", "1 B"})
  void rewrittenFileEmbedsOnlyWhatIsNew(String cap) throws IOException {
    scored();
    Map<String, Row> before = byId(Call.table(output));
    Dataset<Row> ok = Call.table(output).filter("status = 'OK'").select("id");
    Dataset<Row> old =
        day().join(Call.table(output).filter("status <> 'IMAGE_UNDECODABLE'"), ID, "left_semi");
    Dataset<Row> jpegs =
        old.join(ok, ID, "left_semi")
            .filter("hex(substring(thumbnail, 1, 3)) = 'FFD8FF'")
            .orderBy("id")
            .limit(3);
    long reusable = old.join(ok, ID, "left_semi").count();
    Dataset<Row> images =
        jpegs
            .withColumn("thumbnail", expr("concat(thumbnail, X'00')"))
            .withColumn("id", expr("concat('image-', id)"));
    Dataset<Row> texts =
        jpegs
            .limit(2)
            .withColumn("summary", expr("concat(id, ': ', summary)"))
            .withColumn("id", expr("concat('text-', id)"));
    rewrite(old.unionByName(images).unionByName(texts));
    JsonNode second = scored("--set=score.reuse-broadcast-size=" + cap);
    assertEquals(1, second.at("/slices/scored").asInt());
    assertComputed(3, 2, second);
    assertReused(reusable + 2, reusable + 3, second);
    assertEquals(
        "OK",
        Call.table(output)
            .filter("id like 'image-%' or id like 'text-%'")
            .selectExpr("array_join(array_distinct(collect_list(status)), ' ')")
            .head()
            .getString(0));
    assertKeptToTheBit(before);
    assertUndisturbed();
  }

  @Test
  void unchangedRowsInAnotherOrderGiveTheSameRows() throws IOException {
    scored();
    Map<String, Row> before = byId(Call.table(output));
    rewrite(day().orderBy(expr("rand(3)")));
    assertEquals(0, scored().at("/embeddings/images/computed").asLong());
    assertKeptToTheBit(before);
    assertUndisturbed();
  }

  @Test
  void otherInputRepeatsWhatTheOutputHas() throws IOException {
    scored();
    Path more = folder.resolve("more");
    // Each image thrice, also within a task's look-ahead, and once under another text.
    day()
        .crossJoin(SPARK.range(3).withColumnRenamed("id", "copy"))
        .withColumn("id", expr("concat('more-', copy, id)"))
        .withColumn("summary", expr("if(copy = 2, concat('Another text. ', summary), summary)"))
        .drop("copy")
        .withColumn("day", expr("'2026-11-05'"))
        .coalesce(1)
        .write()
        .partitionBy("day")
        .parquet(more.toString());
    JsonNode second = scored(more);
    assertEquals(0, second.at("/embeddings/images/computed").asLong());
    long ok = Call.table(output).filter("id like 'more-%' and status = 'OK'").count();
    assertTrue(ok > 3, ok + " rows");
    assertEquals(ok, second.at("/embeddings/images/reused").asLong());
    assertEquals(
        ok / 3 * 2, second.at("/embeddings/texts/reused").asLong(), "all but one copy's texts");
    assertEquals(96 + SPARK.read().parquet(more.toString()).count(), Call.table(output).count());
    Path alone = folder.resolve("alone");
    score(more, alone, "--embeddings");
    Lake.requireSame(Call.table(alone), Call.table(output).filter("id like 'more-%'"));
  }

  @Test
  void repeatsWithinTheStoreDoubleNoRow() throws IOException {
    scored();
    Path copies = folder.resolve("copies");
    Lake.write(SPARK, copies, 2, 1, 2);
    scored(copies);
    assertEquals(96 + 192, Call.table(output).count());
    rewrite(day().orderBy("summary"));
    assertEquals(0, scored().at("/embeddings/texts/computed").asLong());
    assertEquals(96 + 192, Call.table(output).count());
  }

  @Test
  void otherModelOrSettingsReuseNothing() throws IOException {
    scored();
    long images = distinct("image_sha256");
    for (String setting :
        List.of(
            "score.max-image-bytes=31 MiB",
            "score.max-image-pixels=1000000",
            "score.preprocessing=pillow12",
            "score.precision=fp32")) {
      JsonNode run = scored("--set=" + setting);
      assertEquals(2, run.at("/slices/scored").asInt(), setting);
      assertReused(0, 0, run);
      assertTrue(run.at("/embeddings/images/computed").asLong() >= images, setting);
    }
    Path model = folder.resolve("random-clip");
    copy(Lake.MODEL, model);
    Files.writeString(model.resolve("config.json"), "\n", StandardOpenOption.APPEND);
    Call other =
        Lake.run(
            Lake.score(input, output, "--embeddings", "--set=score.slice-size=1").stream()
                .map(a -> a.startsWith("--model=") ? "--model=" + model : a)
                .toList());
    assertEquals("", other.failure());
    assertReused(0, 0, Lake.lastRun(output));
  }

  @Test
  void reuseIsDeclinedAndOverwriteScoresAnew() throws IOException {
    scored();
    rewrite(day().orderBy("summary"));
    assertReused(0, 0, scored("--set=score.reuse-embeddings=false"));
    assertReused(0, 0, scored("--overwrite"));
    assertUndisturbed();
  }

  @Test
  void outputWithoutEmbeddingsHasNoDigestsAndReusesNothing() throws IOException {
    score(input, output);
    assertTrue(
        Stream.of(Call.table(output).columns())
            .noneMatch(name -> name.endsWith("_sha256") && !name.equals("model_sha256")));
    touch(input);
    Call again = score(input, output);
    assertFalse(again.out().contains("embeddings"), again.out());
    assertReused(0, 0, Lake.lastRun(output));
    assertEquals(96, Call.table(output).count());
  }

  @Test
  void rowsTriedAgainTakeWhatIsKnown() throws IOException {
    scored();
    long images = distinct("image_sha256");
    JsonNode retried = scored("--retry-failed");
    assertEquals(2, retried.at("/slices/retried").asInt());
    assertEquals(0, retried.at("/embeddings/images/computed").asLong());
    assertReused(0, 0, retried);
    assertEquals(images, distinct("image_sha256"));
    assertEquals(81, Call.table(output).filter("size(text_embedding) = 64").count());
    assertUndisturbed();
  }

  @Test
  void newLabelsKeepEmbeddingsAndDigests() throws IOException {
    scored();
    Map<String, Row> before = byId(Call.table(output));
    Path calibration = folder.resolve("calibration.json");
    assertEquals(
        "", Call.of("calibrate", "--input=" + output, "--output=" + calibration).failure());
    JsonNode relabelled = scored("--calibration=" + calibration);
    assertEquals(2, relabelled.at("/slices/relabelled").asInt());
    assertKeptToTheBit(before);
    rewrite(day().orderBy("summary"));
    assertEquals(
        0, scored("--calibration=" + calibration).at("/embeddings/images/computed").asLong());
  }

  @Test
  void sliceWithoutAnyImageOrTextIsScoredBesideALargeStore() throws IOException {
    scored();
    Path empty = folder.resolve("empty");
    SPARK
        .range(0, 5, 1, 1)
        .selectExpr(
            "concat('empty-', id) as id",
            "'s' as source",
            "1 as label",
            "cast(null as string) as summary",
            "if(id < 3, X'', null) as thumbnail",
            "'2026-11-07' as day")
        .write()
        .parquet(empty.toString());
    scored(empty, "--set=score.reuse-broadcast-size=1 B", "--set=score.max-reject-fraction=1");
    assertEquals(5, Call.table(output).filter("status = 'TEXT_MISSING'").count() - 3);
  }

  @Test
  void dryRunSaysThatEmbeddingsAreReused() throws IOException {
    String computed = scored().get("run_id").asText();
    rewrite(day().orderBy("summary"));
    scored();
    rewrite(day().orderBy("source"));
    Call dry = score(input, output, "--embeddings", "--dry-run");
    assertTrue(
        dry.out().contains("embeddings reused as far as 2 slices of the output have them\n"),
        dry.out());
    assertTrue(dry.out().contains("rows/s of run " + computed), "not the rate of reuse");
    Call unused = score(input, output, "--embeddings", "--dry-run", "--overwrite");
    assertFalse(unused.out().contains("embeddings"), unused.out());
  }

  private JsonNode scored(String... more) throws IOException {
    return scored(input, more);
  }

  private JsonNode scored(Path articles, String... more) throws IOException {
    score(
        articles,
        output,
        Stream.concat(Stream.of("--embeddings"), Stream.of(more)).toArray(String[]::new));
    return Lake.lastRun(output);
  }

  private static Call score(Path articles, Path scores, String... more) {
    Call call =
        Lake.run(
            Lake.score(
                articles,
                scores,
                Stream.concat(Stream.of("--set=score.slice-size=1"), Stream.of(more))
                    .toArray(String[]::new)));
    assertEquals("", call.failure());
    return call;
  }

  private static void assertComputed(long images, long texts, JsonNode run) {
    assertEquals(images, run.at("/embeddings/images/computed").asLong(-1), "images computed");
    assertEquals(texts, run.at("/embeddings/texts/computed").asLong(-1), "texts computed");
  }

  private static void assertReused(long images, long texts, JsonNode run) {
    assertEquals(images, run.at("/embeddings/images/reused").asLong(-1), "images reused");
    assertEquals(texts, run.at("/embeddings/texts/reused").asLong(-1), "texts reused");
  }

  private void assertKeptToTheBit(Map<String, Row> before) {
    Map<String, Row> after = byId(Call.table(output));
    List<String> names =
        List.of("similarity", "image_embedding", "text_embedding", "image_sha256", "text_sha256");
    before.forEach(
        (id, row) -> {
          if (after.containsKey(id)) {
            names.forEach(
                name -> assertEquals(row.<Object>getAs(name), after.get(id).getAs(name), id));
          }
        });
  }

  private void assertUndisturbed() {
    Path alone = folder.resolve("undisturbed");
    score(input, alone, "--embeddings", "--overwrite");
    Lake.requireSame(Call.table(alone), Call.table(output));
  }

  private long distinct(String column) {
    return Call.table(output).filter("status = 'OK'").select(column).distinct().count();
  }

  private static Map<String, Row> byId(Dataset<Row> rows) {
    Map<String, Row> byId = new HashMap<>();
    rows.collectAsList().forEach(row -> assertNull(byId.put(row.getAs("id"), row)));
    return byId;
  }

  private Dataset<Row> day() {
    return SPARK.read().parquet(input.resolve("day=" + DAY).toString());
  }

  /** Puts other rows into the day's only file. */
  private void rewrite(Dataset<Row> rows) throws IOException {
    Path fresh = folder.resolve("fresh");
    rows.coalesce(1).write().mode("overwrite").parquet(fresh.toString());
    Path file = onlyFile(input.resolve("day=" + DAY));
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    Files.move(onlyFile(fresh), file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void touch(Path lake) throws IOException {
    try (Stream<Path> files = Files.walk(lake)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
      }
    }
  }

  private static Path onlyFile(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> found = files.filter(f -> f.toString().endsWith(".parquet")).toList();
      assertEquals(1, found.size());
      return found.get(0);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private static Column expr(String sql) {
    return functions.expr(sql);
  }
}
