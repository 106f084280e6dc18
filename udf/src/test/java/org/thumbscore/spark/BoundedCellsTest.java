package org.thumbscore.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thumbscore.encoder.EncoderBundle;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.pipeline.path.ImagePathSettings;
import org.thumbscore.testing.LocalSpark;
import org.thumbscore.testing.TestBundles;

/** Cells of any size and shape, in rows beside ordinary ones. */
class BoundedCellsTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final ModelBundle MINI = TestBundles.mini();
  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir static Path folder;
  private static Dataset<Row> articles;
  private static List<Row> expected;

  @BeforeAll
  static void scoreOnce() throws IOException {
    articles =
        SPARK
            .read()
            .parquet("../udf/src/test/resources/org/thumbscore/articles.parquet")
            .filter("thumbnail is not null and length(summary) > 20")
            .orderBy("id")
            .limit(12)
            .coalesce(1)
            .withColumn("rank", functions.expr("cast(monotonically_increasing_id() as int)"))
            .localCheckpoint();
    expected = score(articles);
    for (Row row : articles.collectAsList()) {
      Files.write(folder.resolve(row.<String>getAs("id")), row.<byte[]>getAs("thumbnail"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "named_struct('bytes', thumbnail, 'path', cast(null as string))",
        "named_struct('path', 'of no use', 'more', 1, 'bytes', thumbnail)",
        "named_struct('bytes', thumbnail)",
        "named_struct('bytes', cast(null as binary), 'path', id)",
        "named_struct('path', id)",
        "named_struct('bytes', if(hash(id) % 2 = 0, thumbnail, null), 'path', id)"
      })
  void imagesOfHuggingFaceScoreAsBytesDo(String image) {
    List<Row> rows = score(articles.withColumn("thumbnail", functions.expr(image)));
    assertEquals(expected.size(), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      for (String column : List.of("id", "status", "similarity", "text_sha256")) {
        assertEquals(expected.get(i).<Object>getAs(column), rows.get(i).getAs(column), column);
      }
    }
  }

  @Test
  void imagesOfHuggingFaceHaveTheDigestsOfTheirBytes() {
    List<Row> rows =
        score(
            articles.withColumn(
                "thumbnail", functions.expr("named_struct('path', '', 'bytes', thumbnail)")));
    for (int i = 0; i < rows.size(); i++) {
      assertNotNull(rows.get(i).getAs("image_sha256"));
      assertEquals(
          expected.get(i).<String>getAs("image_sha256"), rows.get(i).getAs("image_sha256"));
    }
    assertNull(
        score(articles.withColumn("thumbnail", functions.expr("named_struct('path', id)")))
            .get(0)
            .getAs("image_sha256"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cast(null as struct<bytes: binary, path: string>)",
        "named_struct('bytes', cast(null as binary), 'path', cast(null as string))",
        "named_struct('bytes', cast('' as binary), 'path', id)",
        "named_struct('bytes', cast(null as binary), 'path', ' ')"
      })
  void imagesOfHuggingFaceThatAreNotThereAreMissing(String image) {
    score(articles.withColumn("thumbnail", functions.expr(image)))
        .forEach(row -> assertEquals("IMAGE_MISSING", row.getAs("status")));
  }

  @Test
  void hugeTextsAreReadAtTheirBeginning() {
    Dataset<Row> odd =
        articles
            .limit(3)
            .withColumn("words", functions.lit("a ferry in the harbour "))
            .withColumn(
                "summary", functions.expr("repeat(words, array(100, 3000000, 5000)[rank])"));
    List<Row> rows = assertTimeout(LONG, () -> score(odd));
    Row whole = rows.get(0);
    assertEquals(702, whole.<Integer>getAs("text_tokens"));
    for (Row row : rows) {
      assertEquals("OK", row.getAs("status"));
      assertEquals(whole.<Object>getAs("text_embedding"), row.getAs("text_embedding"));
      assertEquals(true, row.getAs("text_truncated"));
      assertTrue(row.<Integer>getAs("text_tokens") < EncoderSettings.DEFAULT_TEXT_CHARS);
    }
  }

  @Test
  void beginningOfATextIsCutBetweenCharacters() {
    Dataset<Row> odd =
        articles
            .limit(2)
            .withColumn(
                "summary", functions.expr("repeat('\uD83D\uDE80', array(50000, 300000)[rank])"));
    List<Row> rows = score(odd);
    assertEquals(rows.get(0).<Object>getAs("text_embedding"), rows.get(1).getAs("text_embedding"));
  }

  @Test
  void textThatIsWithinTheBoundIsReadWhole() {
    int most = EncoderSettings.DEFAULT_TEXT_CHARS;
    String text = "concat(repeat(' ', array(%d, %d)[rank]), 'ferry')".formatted(most - 5, most);
    List<Row> rows = score(articles.limit(2).withColumn("summary", functions.expr(text)));
    assertEquals("OK", rows.get(0).getAs("status"));
    assertEquals(false, rows.get(0).getAs("text_truncated"));
    assertEquals("TEXT_MISSING", rows.get(1).getAs("status"), "its beginning is blank");
  }

  @Test
  void hugeImagesAreRefusedByTheirLength() {
    Dataset<Row> odd =
        articles
            .limit(4)
            .withColumn(
                "thumbnail",
                functions.expr(
                    "if(rank % 2 = 0, thumbnail, cast(repeat('x', 40000000) as binary))"));
    List<Row> rows = score(odd);
    for (int i = 0; i < rows.size(); i += 2) {
      assertEquals(expected.get(i).<Object>getAs("similarity"), rows.get(i).getAs("similarity"));
      Row huge = rows.get(i + 1);
      assertEquals("IMAGE_TOO_LARGE", huge.getAs("status"));
      assertEquals(
          "40000000 bytes; score.max-image-bytes allows 33554432", huge.<String>getAs("error"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"repeat(':/', 3000)", "repeat('a', 1000000)", "repeat('s3://k:s@', 500)"})
  void longPathsAreRefusedByTheirLength(String path) {
    Dataset<Row> odd = articles.limit(2).withColumn("thumbnail", functions.expr(path));
    for (Row row : assertTimeout(LONG, () -> score(odd))) {
      assertEquals("IMAGE_UNREADABLE", row.getAs("status"));
      String error = row.getAs("error");
      assertTrue(error.endsWith("its path has more than 4096 characters"), error);
      assertTrue(error.length() < 200 && !error.contains("k:s@"), error);
      assertEquals(1, error.lines().count());
    }
  }

  private static List<Row> score(Dataset<Row> input) {
    ScoreSettings settings =
        new ScoreSettings(
            EncoderSource.of(
                EncoderBundle.of(MINI),
                MINI.directory().toString(),
                EncoderSettings.DEFAULT,
                new ImagePathSettings("file:" + folder, 4, Duration.ofSeconds(30))),
            new ScoreSettings.Lineage(
                MINI.name(), new ScoreSettings.Threshold.None(), true, "run", Instant.EPOCH));
    ArticleColumns columns = new ArticleColumns("id", "summary", "thumbnail", List.of("source"));
    return new ArrayList<>(ArticleScoring.score(input, columns, settings).collectAsList());
  }
}
