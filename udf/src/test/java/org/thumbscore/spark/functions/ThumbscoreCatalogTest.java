package org.thumbscore.spark.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.spark.ml.ThumbnailScorer;
import org.thumbscore.testing.LocalSpark;
import org.thumbscore.testing.TestBundles;

/** The SQL functions, in queries. */
class ThumbscoreCatalogTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final ModelBundle MINI = TestBundles.mini();
  private static final String CATALOG = "spark.sql.catalog.thumbscore";

  @TempDir static Path temp;

  @BeforeAll
  static void configure() throws IOException {
    Path calibration = temp.resolve("calibration.json");
    String json = "{\"threshold\": {\"cosine\": 0.25}, \"model_sha256\": \"%s\"}";
    Files.writeString(calibration, json.formatted(MINI.sha256()));
    SPARK.conf().set(CATALOG, ThumbscoreCatalog.class.getName());
    SPARK.conf().set(CATALOG + ".model", MINI.directory().toString());
    SPARK.conf().set(CATALOG + ".calibration", calibration.toString());
    SPARK.conf().set("spark.sql.catalog.bare", ThumbscoreCatalog.class.getName());
    Dataset<Row> articles =
        SPARK
            .read()
            .parquet("../udf/src/test/resources/org/thumbscore/articles.parquet")
            .drop("label");
    new ThumbnailScorer()
        .setModel(MINI.directory().toString())
        .setTextCol("summary")
        .setImageCol("thumbnail")
        .setEmbeddings(true)
        .transform(articles)
        .cache()
        .createOrReplaceTempView("scores");
  }

  private static Object value(String expression) {
    return SPARK.sql("SELECT " + expression).head().get(0);
  }

  @Test
  void functionsEmbedAndCompareAsTheTransformerDoes() {
    List<Row> rows =
        SPARK
            .sql(
                """
                SELECT status, similarity,
                  thumbscore.similarity(thumbnail, summary),
                  thumbscore.cosine(
                    thumbscore.embed_image(thumbnail), thumbscore.embed_text(summary)),
                  thumbscore.cosine(image_embedding, text_embedding)
                FROM scores""")
            .collectAsList();
    assertEquals(96, rows.size());
    for (Row row : rows) {
      for (int i = 2; i < row.size(); i++) {
        if (row.isNullAt(1)) {
          assertNull(row.get(i), "a row that is " + row.getString(0));
        } else {
          // Batches of one and of many add up in different orders.
          assertEquals(row.getFloat(1), row.getFloat(i), 1e-6);
        }
      }
    }
    assertEquals(81, rows.stream().filter(row -> !row.isNullAt(2)).count());
  }

  @Test
  void literalArgumentsAreEmbeddedOnce() {
    Dataset<Row> nearest =
        SPARK.sql(
            """
            SELECT id, thumbscore.cosine(image_embedding, thumbscore.embed_text('flooded street'))
              AS similarity
            FROM scores WHERE status = 'OK' ORDER BY similarity DESC LIMIT 3""");
    String plan = nearest.queryExecution().optimizedPlan().toString();
    assertFalse(plan.contains("EmbedText") || plan.contains("embed_text"), plan);
    List<Row> rows = nearest.collectAsList();
    assertEquals(3, rows.size());
    assertTrue(rows.get(0).getFloat(1) >= rows.get(2).getFloat(1));
    Object best =
        SPARK
            .sql(
                "SELECT max(thumbscore.similarity(thumbnail, 'flooded street')) FROM scores"
                    + " WHERE status = 'OK'")
            .head()
            .get(0);
    assertEquals((Float) best, rows.get(0).getFloat(1), 1e-6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "array(3f, 0f)               | array(3f, 4f)                       | 0.6",
        "array(1, 0)                 | array(0.6D, 0.8D)                   | 0.6",
        "array(array(0f, 1f), array(0.6f, 0.8f)) | array(2f, 0f)           | 0.6",
        "array(2f, 0f)               | array(array(0f, 1f), array(0.6f, 0.8f)) | 0.6",
        "array(1f, 0f)               | array(-1f, 0f)                      | -1",
        "array(1f, 0f)               | array(1f, 0f, 0f)                   |",
        "array(0f, 0f)               | array(1f, 0f)                       |",
        "array(float('nan'), 0f)     | array(1f, 0f)                       |",
        "array(1f, null)             | array(1f, 0f)                       |",
        "array(null, array(1f, 0f))  | array(1f, 0f)                       |",
        "cast(array() as array<float>) | array(1f, 0f)                     |",
        "cast(null as array<float>)  | array(1f, 0f)                       |",
        "null                        | null                                |"
      })
  void cosineOfBadVectorsIsNull(String a, String b, Float expected) {
    Object folded = value("thumbscore.cosine(%s, %s)".formatted(a, b));
    Object computed =
        SPARK
            .sql("SELECT thumbscore.cosine(%s, %s), id FROM scores LIMIT 1".formatted(a, b))
            .head()
            .get(0);
    assertEquals(folded, computed);
    if (expected == null) {
      assertNull(folded);
    } else {
      assertEquals(expected, (Float) folded, 1e-6f);
    }
  }

  @Test
  void whatCannotBeEmbeddedIsNull() {
    for (String text : List.of("null", "''", "'  '")) {
      assertNull(value("thumbscore.embed_text(%s)".formatted(text)));
    }
    for (String image : List.of("null", "X''", "X'00FF'", "cast('no image' as binary)")) {
      assertNull(value("thumbscore.embed_image(%s)".formatted(image)));
      assertNull(value("thumbscore.similarity(%s, 'flood')".formatted(image)));
    }
    assertNotNull(value("thumbscore.embed_text('" + "flood ".repeat(50_000) + "')"));
  }

  @Test
  void labelsFollowTheCalibration() {
    List<Row> rows =
        SPARK.sql("SELECT similarity, thumbscore.label(similarity) FROM scores").collectAsList();
    for (Row row : rows) {
      Integer expected = row.isNullAt(0) ? null : row.getFloat(0) > 0.25 ? 1 : 0;
      assertEquals(expected, row.<Integer>getAs(1));
    }
    assertEquals(1, value("thumbscore.label(0.26D)"));
    assertEquals(0, value("thumbscore.label(0.25)"));
    assertNull(value("thumbscore.label(null)"));
    assertNull(value("thumbscore.label(double('nan'))"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "thumbscore.embed_text(1)              | expected one string",
        "thumbscore.embed_image('a')           | expected one binary, an encoded image",
        "thumbscore.similarity('a', 'b')       | expected a binary, an encoded image, and a string",
        "thumbscore.cosine(array('a'), 1)      | expected two embeddings",
        "thumbscore.label('a')                 | expected one number, a similarity",
        "thumbscore.label(1.0, 2.0)            | expected one number, a similarity",
        "thumbscore.embed_video('a')           | embed_video",
        "bare.embed_text('a') | no model is configured; set spark.sql.catalog.bare.model",
        "bare.label(0.5)      | no model is configured; set spark.sql.catalog.bare.model"
      })
  void wrongCallsAreRefusedWhenTheQueryIsAnalysed(String call, String message) {
    Exception refused = assertThrows(Exception.class, () -> SPARK.sql("SELECT " + call));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  @Test
  void theCatalogListsItsFunctions() throws Exception {
    ThumbscoreCatalog catalog = new ThumbscoreCatalog();
    catalog.initialize("any", CaseInsensitiveStringMap.empty());
    assertEquals("any", catalog.name());
    assertEquals(
        List.of("cosine", "embed_image", "embed_text", "label", "similarity"),
        Arrays.stream(catalog.listFunctions(new String[0]))
            .map(Identifier::name)
            .collect(Collectors.toList()));
    assertTrue(catalog.functionExists(Identifier.of(new String[0], "Cosine")));
    assertFalse(catalog.functionExists(Identifier.of(new String[] {"x"}, "cosine")));
  }
}
