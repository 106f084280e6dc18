package org.thumbscore.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.encoder.EncoderBundle;
import org.thumbscore.encoder.EncoderPool;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.pipeline.path.ImagePathSettings;
import org.thumbscore.spark.metrics.ScoreMetrics;
import org.thumbscore.testing.LocalSpark;
import org.thumbscore.testing.SlowFileSystem;
import org.thumbscore.testing.TestBundles;

/** The sample articles with their images in files, against the same with images in rows. */
class PathScoringTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final ModelBundle MINI = TestBundles.mini();
  private static final EncoderBundle MODEL = EncoderBundle.of(MINI);
  private static final int COPIES = 25;

  @TempDir static Path folder;
  private static Dataset<Row> articles;
  private static Map<String, Row> expected;

  @BeforeAll
  static void writeImages() throws IOException {
    Dataset<Row> samples =
        SPARK.read().parquet("../udf/src/test/resources/org/thumbscore/articles.parquet");
    expected = byId(score(samples, "thumbnail", settings(1, Duration.ofSeconds(30))));
    for (Row row : samples.collectAsList()) {
      byte[] image = row.getAs("thumbnail");
      for (int copy = 0; image != null && copy < COPIES; copy++) {
        Files.write(folder.resolve(row.getAs("id") + "-" + copy), image);
      }
    }
    articles = samples.withColumn("path", path("id", "'-0'"));
  }

  @BeforeEach
  void install() {
    SlowFileSystem.install(SPARK.sparkContext().hadoopConfiguration());
  }

  /** A null image stays a null path. */
  private static org.apache.spark.sql.Column path(String... parts) {
    return functions.expr(
        "if(thumbnail is null, null, concat(%s))".formatted(String.join(", ", parts)));
  }

  @Test
  void thousandsOfImagesScoreAsThoseInRowsDo() {
    Dataset<Row> many =
        articles
            .crossJoin(SPARK.range(COPIES).withColumnRenamed("id", "copy"))
            .withColumn("path", path("id", "'-'", "copy"))
            .repartition(4);
    try (ScoreMetrics metrics = ScoreMetrics.register(SPARK.sparkContext())) {
      List<Row> rows =
          ArticleScoring.score(
                  many,
                  columns("path"),
                  settings(8, Duration.ofSeconds(30)),
                  Optional.empty(),
                  metrics)
              .collectAsList();
      assertEquals(96 * COPIES, rows.size());
      rows.forEach(row -> assertSame(expected.get(row.<String>getAs("id")), row));
      assertEquals(
          List.of("read", "images", "decode", "tokenize", "infer", "write"),
          List.copyOf(metrics.stageSeconds().keySet()));
      assertTrue(metrics.stageSeconds().get("images") > 0);
    }
    assertEquals(0, EncoderPool.leases());
  }

  @Test
  void rowsKeepTheirOrderHoweverLongEachImageTakes() {
    SlowFileSystem.onOpening(file -> SlowFileSystem.wait(file.hashCode() & 15).before(file));
    Dataset<Row> one = articles.coalesce(1);
    List<Row> rows = score(one, "path", settings(5, Duration.ofSeconds(30)));
    assertEquals(ids(one.collectAsList()), ids(rows));
    rows.forEach(row -> assertSame(expected.get(row.<String>getAs("id")), row));
    assertTrue(SlowFileSystem.mostAtOnce() > 1 && SlowFileSystem.mostAtOnce() <= 5);
  }

  @Test
  void pathsOfTheLookAheadAreReadOnceAndThoseWithoutTextNever() {
    SlowFileSystem.onOpening(SlowFileSystem.wait(20));
    Dataset<Row> same =
        SPARK
            .range(0, 40, 1, 1)
            .selectExpr(
                "cast(id as string) as id",
                "'bbc' as source",
                "if(id = 7, ' ', 'a ferry in the harbour') as summary",
                "if(id = 7, 'other', '%s') as path".formatted(someImage()));
    List<Row> rows = score(same, "path", settings(4, Duration.ofSeconds(30)));
    assertEquals("TEXT_MISSING", rows.get(7).getAs("status"));
    assertEquals(39, rows.stream().filter(row -> row.getAs("status").equals("OK")).count());
    assertEquals(List.of(someImage()), SlowFileSystem.opened());
  }

  @Test
  void pathsWithoutAnImageAreStatusesAndTheRunGoesOn() throws IOException {
    Files.write(folder.resolve("empty"), new byte[0]);
    Files.write(folder.resolve("large"), new byte[(32 << 20) + 1]);
    Files.writeString(folder.resolve("words"), "no image");
    SlowFileSystem.onOpening(
        "words-locked",
        file -> {
          throw new AccessControlException("Permission denied: user=me");
        });
    Files.writeString(folder.resolve("words-locked"), "no image");
    assertStatus("IMAGE_MISSING", "no image: found null", "   ");
    assertStatus("IMAGE_MISSING", "is empty", "empty");
    assertStatus("IMAGE_TOO_LARGE", "score.max-image-bytes allows 33554432", "large");
    assertStatus("IMAGE_UNDECODABLE", "not an image: 8 bytes", "words");
    assertStatus("IMAGE_UNREADABLE", "Permission denied: user=me", "words-locked");
    assertStatus("IMAGE_UNREADABLE", "no such file", "absent");
    assertStatus("IMAGE_UNREADABLE", "it is a directory", ".");
    assertStatus("IMAGE_UNREADABLE", "thumbscore fetch", "https://example.org/a.jpg");
    assertStatus("IMAGE_UNREADABLE", "No FileSystem for scheme", "odd://bucket/a.jpg");
  }

  private static void assertStatus(String status, String error, String path) {
    Dataset<Row> rows =
        SPARK
            .range(0, 3, 1, 1)
            .selectExpr(
                "cast(id as string) as id",
                "'bbc' as source",
                "'a ferry' as summary",
                "if(id = 1, '%s', '%s') as path".formatted(path, someImage()));
    List<Row> scored = score(rows, "path", settings(2, Duration.ofSeconds(30)));
    assertEquals(
        List.of("OK", status, "OK"), scored.stream().map(PathScoringTest::status).toList());
    String found = scored.get(1).getAs("error");
    assertTrue(found.contains(error), found);
    assertEquals(1, found.lines().count());
  }

  @Test
  void hungImagesEndWithinTheLimitAndOthersAreScored() {
    CountDownLatch letGo = new CountDownLatch(1);
    try {
      List<String> hung = ids(articles.limit(5).collectAsList());
      hung.forEach(id -> SlowFileSystem.onOpening(id + "-0", SlowFileSystem.hangUntil(letGo)));
      long start = System.nanoTime();
      Map<String, Row> rows =
          byId(score(articles.coalesce(1), "path", settings(2, Duration.ofMillis(700))));
      assertTrue(System.nanoTime() - start < Duration.ofSeconds(30).toNanos());
      for (Map.Entry<String, Row> row : rows.entrySet()) {
        if (hung.contains(row.getKey()) && SlowFileSystem.opened().contains(row.getKey() + "-0")) {
          assertEquals("IMAGE_UNREADABLE", status(row.getValue()));
          assertTrue(row.getValue().<String>getAs("error").endsWith("score.images.timeout"));
        } else {
          assertSame(expected.get(row.getKey()), row.getValue());
        }
      }
      long unreadable =
          rows.values().stream().filter(row -> status(row).equals("IMAGE_UNREADABLE")).count();
      assertTrue(unreadable >= 3, unreadable + " of 5 have both text and image");
    } finally {
      letGo.countDown();
    }
  }

  @Test
  void abandonedPartitionEndsItsReadings() throws InterruptedException {
    Dataset<Row> one = articles.coalesce(1);
    List<String> ids = ids(one.collectAsList());
    // By name: which is opened first is the scheduler's choice.
    ids.subList(ids.size() / 2, ids.size())
        .forEach(id -> SlowFileSystem.onOpening(id + "-0", SlowFileSystem.wait(60_000)));
    long start = System.nanoTime();
    Dataset<Row> scored = lazily(one, "path", settings(4, Duration.ofMinutes(2)));
    assertEquals(3, scored.takeAsList(3).size());
    assertEquals(0, EncoderPool.leases());
    while (SlowFileSystem.atOnce() > 0) {
      assertTrue(System.nanoTime() - start < Duration.ofSeconds(50).toNanos());
      Thread.sleep(10);
    }
  }

  private static String someImage() {
    return expected.values().stream()
            .filter(row -> status(row).equals("OK"))
            .map(row -> row.<String>getAs("id"))
            .sorted()
            .findFirst()
            .orElseThrow()
        + "-0";
  }

  private static ArticleColumns columns(String image) {
    return new ArticleColumns("id", "summary", image, List.of("source"));
  }

  private static ScoreSettings settings(int readers, Duration timeout) {
    return new ScoreSettings(
        new EncoderSource(
            MINI.directory().toString(),
            MINI.sha256(),
            "clip",
            MODEL.output(),
            EncoderSettings.DEFAULT,
            new ImagePathSettings("slow:" + folder, readers, timeout)),
        new ScoreSettings.Lineage(
            MINI.name(), new ScoreSettings.Threshold.None(), false, "run", Instant.EPOCH));
  }

  private static Dataset<Row> lazily(Dataset<Row> input, String image, ScoreSettings settings) {
    return ArticleScoring.score(input, columns(image), settings);
  }

  private static List<Row> score(Dataset<Row> input, String image, ScoreSettings settings) {
    return lazily(input, image, settings).collectAsList();
  }

  private static Map<String, Row> byId(List<Row> rows) {
    Map<String, Row> byId = new HashMap<>();
    rows.forEach(row -> assertNull(byId.put(row.getAs("id"), row), "an id twice"));
    return Collections.unmodifiableMap(byId);
  }

  private static List<String> ids(List<Row> rows) {
    return rows.stream().map(row -> row.<String>getAs("id")).toList();
  }

  private static String status(Row row) {
    return row.getAs("status");
  }

  private static void assertSame(Row expected, Row found) {
    assertEquals(status(expected), status(found), () -> "of " + found);
    if (status(expected).equals("OK")) {
      // Another batch is another blocking of the same float32 sums.
      assertEquals(expected.<Float>getAs("similarity"), found.<Float>getAs("similarity"), 1e-6f);
    } else if (!status(expected).equals("IMAGE_MISSING")) {
      assertEquals(expected.<String>getAs("error"), found.<String>getAs("error"));
    }
    assertEquals(expected.<Integer>getAs("text_tokens"), found.<Integer>getAs("text_tokens"));
  }
}
