package org.thumbscore.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thumbscore.encoder.EncoderBundle;
import org.thumbscore.encoder.EncoderPool;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.image.resample.PreprocessingProfile;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.pipeline.path.ImagePathSettings;
import org.thumbscore.score.LabelThreshold;
import org.thumbscore.spark.metrics.ScoreAccumulators;
import org.thumbscore.spark.metrics.ScoreMetrics;
import org.thumbscore.testing.DrawnImages;
import org.thumbscore.testing.LocalSpark;
import org.thumbscore.testing.TestBundles;

/** The sample articles through Spark, against what transformers makes of them. */
class ArticleScoringTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final ModelBundle MINI = TestBundles.mini();
  private static final EncoderBundle MODEL = EncoderBundle.of(MINI);
  private static final ArticleColumns COLUMNS =
      new ArticleColumns("id", "summary", "thumbnail", List.of("source"));

  private static Dataset<Row> articles;
  private static Map<String, Row> expected;

  @BeforeAll
  static void scoreOnce() {
    articles = SPARK.read().parquet("../udf/src/test/resources/org/thumbscore/articles.parquet");
    expected = byId(score(articles, EncoderSettings.DEFAULT).collectAsList());
  }

  /** Made by {@code make_reference.py} with torch, CLIPTokenizer and the Pillow processor. */
  @Test
  void embeddingsAndSimilaritiesAreThoseOfTransformers() throws IOException {
    List<JsonNode> references = references();
    assertEquals(24, references.size());
    for (JsonNode reference : references) {
      Row row = expected.get(reference.get("id").asText());
      // Two float32 runtimes add in two orders; see the project's own bounds for parity.
      assertEquals(reference.get("similarity").asDouble(), similarity(row), 1e-5);
      assertTrue(cosine(row, "image_embedding", reference) >= 0.99999);
      assertTrue(cosine(row, "text_embedding", reference) >= 0.99999);
      assertEquals(1, norm(row.getList(row.fieldIndex("image_embedding"))), 1e-5);
    }
  }

  @Test
  void everyRowComesOutOnceWithItsStatus() {
    assertEquals(articles.count(), expected.size());
    Map<String, Long> statuses =
        expected.values().stream()
            .collect(Collectors.groupingBy(row -> row.getAs("status"), Collectors.counting()));
    assertEquals(
        Map.of("OK", 81L, "TEXT_MISSING", 3L, "IMAGE_MISSING", 6L, "IMAGE_UNDECODABLE", 6L),
        statuses);
    expected.values().forEach(ArticleScoringTest::assertConsistent);
  }

  private static void assertConsistent(Row row) {
    boolean ok = row.getAs("status").equals("OK");
    assertEquals(ok, row.getAs("similarity") != null);
    assertEquals(ok, row.getAs("error") == null);
    assertEquals(ok, row.getAs("image_embedding") != null);
    assertEquals(MINI.sha256(), row.getAs("model_sha256"));
    assertEquals("random-clip", row.getAs("model"));
    assertNull(row.getAs("label"), "no threshold, no label");
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 5", "3, 2, 7", "96, 3, 1", "32, 2, 31"})
  void batchesPartitionsAndOrderChangeNothing(int partitions, int batch, int seed) {
    Dataset<Row> other = articles.orderBy(functions.rand(seed)).repartition(partitions);
    Map<String, Row> found =
        byId(score(other, EncoderSettings.DEFAULT.withBatchSize(batch)).collectAsList());
    assertEquals(expected.keySet(), found.keySet());
    for (Map.Entry<String, Row> entry : expected.entrySet()) {
      Row same = found.get(entry.getKey());
      assertEquals(entry.getValue().<String>getAs("status"), same.getAs("status"));
      if (entry.getValue().getAs("similarity") != null) {
        assertEquals(similarity(entry.getValue()), similarity(same), 1e-6);
      }
    }
  }

  @Test
  void rowsOfAPartitionKeepTheirOrder() {
    Dataset<Row> one = articles.coalesce(1);
    assertEquals(
        ids(one.collectAsList()), ids(score(one, EncoderSettings.DEFAULT).collectAsList()));
  }

  @Test
  void outputSchemaMatchesContract() {
    assertEquals(
        "id string, source string, similarity float, label int, status string, error string,"
            + " text_tokens int, text_truncated boolean, model string, model_sha256 string,"
            + " threshold double, run_id string, scored_at timestamp,"
            + " image_embedding array<float>, text_embedding array<float>,"
            + " image_sha256 string, text_sha256 string",
        List.of(score(articles, EncoderSettings.DEFAULT).schema().fields()).stream()
            .map(field -> field.name() + " " + field.dataType().catalogString())
            .collect(Collectors.joining(", ")));
  }

  @Test
  void labelsAreMonotoneInTheScore() {
    float median = 0.18f;
    ScoreSettings.Threshold threshold =
        new ScoreSettings.Threshold.Calibrated(new LabelThreshold(median));
    Dataset<Row> labelled = score(articles, settings(EncoderSettings.DEFAULT, threshold));
    for (Row row : labelled.collectAsList()) {
      if (row.getAs("similarity") != null) {
        assertEquals(similarity(row) > median ? 1 : 0, row.<Integer>getAs("label"));
      } else {
        assertNull(row.getAs("label"));
      }
    }
  }

  @Test
  void abandonedPartitionReturnsItsSession() {
    assertEquals(1, score(articles.coalesce(1), EncoderSettings.DEFAULT).limit(1).count());
    assertEquals(3, score(articles, EncoderSettings.DEFAULT).takeAsList(3).size());
    assertEquals(0, EncoderPool.leases());
  }

  @Test
  void failedPartitionReturnsItsSession() {
    Column failing = functions.expr("if(id like '%0050', raise_error('gone'), summary)");
    Dataset<Row> broken =
        score(articles.coalesce(1).withColumn("summary", failing), EncoderSettings.DEFAULT);
    Exception failure = assertThrows(Exception.class, broken::collectAsList);
    assertTrue(failure.toString().contains("gone"), failure::toString);
    assertEquals(0, EncoderPool.leases());
  }

  /** As when a driver ends its Spark job while its tasks begin. */
  @Test
  void partitionWhoseImagesCannotBeReadReturnsItsSession() {
    assertEquals(1, score(articles.coalesce(1), EncoderSettings.DEFAULT).limit(1).count());
    ScoreSettings settings = settings(EncoderSettings.DEFAULT, new ScoreSettings.Threshold.None());
    ExecutorEncoder encoder = ExecutorEncoder.of(SPARK, settings.source());
    encoder.hadoop().destroy();
    PartitionScorer scorer =
        new PartitionScorer(
            encoder,
            new RowLayout(0, 1),
            new ScoreProduction(new RowLayout(0, 1), settings),
            ScoreAccumulators.register(SPARK.sparkContext()));
    Iterator<Row> rows = List.of(RowFactory.create("a text", new byte[] {1})).iterator();
    assertThrows(SparkException.class, () -> scorer.call(rows));
    assertEquals(0, EncoderPool.leases());
  }

  @Test
  void anotherBundleThanTheDriversIsRefused() {
    ScoreSettings settings =
        new ScoreSettings(
            new EncoderSource(
                MINI.directory().toString(),
                "0".repeat(64),
                "clip",
                MODEL.output(),
                EncoderSettings.DEFAULT,
                ImagePathSettings.DEFAULT),
            new ScoreSettings.Lineage(
                "other", new ScoreSettings.Threshold.None(), false, "run", Instant.EPOCH));
    SparkException failure =
        assertThrows(SparkException.class, () -> score(articles, settings).collectAsList());
    assertTrue(failure.toString().contains("give all machines the same bundle"));
  }

  @Test
  void metricsCountEveryRowAndStage() throws Exception {
    try (ScoreMetrics metrics = ScoreMetrics.register(SPARK.sparkContext())) {
      ScoreSettings settings =
          settings(EncoderSettings.DEFAULT, new ScoreSettings.Threshold.None());
      long rows =
          ArticleScoring.score(articles, COLUMNS, settings, Optional.empty(), metrics)
              .collectAsList()
              .size();
      assertEquals(articles.count(), rows);
      SPARK.sparkContext().listenerBus().waitUntilEmpty();
      assertEquals(rows, metrics.rows());
      assertTrue(metrics.stageSeconds().values().stream().allMatch(seconds -> seconds > 0));
      assertEquals(1, metrics.devices().size());
    }
  }

  @Test
  void probeOpensTheEncoderBeforeAnyRow() {
    assertEquals(
        "cpu (CPUExecutionProvider), fp32",
        ArticleScoring.probe(
            SPARK, settings(EncoderSettings.DEFAULT, new ScoreSettings.Threshold.None())));
    assertFalse(EncoderPool.leases() > 0);
  }

  /** Also while the encoder of the other profile is still open. */
  @Test
  void tallImageHasAnEmbeddingForEachProfile() {
    Dataset<Row> tall =
        articles.limit(1).withColumn("thumbnail", functions.lit(DrawnImages.jpeg(3, 400, 2000)));
    Dataset<Row> wide =
        articles.limit(1).withColumn("thumbnail", functions.lit(DrawnImages.jpeg(3, 640, 360)));
    assertNotEquals(
        imageEmbedding(tall, PreprocessingProfile.PILLOW),
        imageEmbedding(tall, PreprocessingProfile.PILLOW12));
    assertEquals(
        imageEmbedding(tall, PreprocessingProfile.PILLOW),
        imageEmbedding(tall, PreprocessingProfile.PILLOW));
    assertEquals(
        imageEmbedding(wide, PreprocessingProfile.PILLOW),
        imageEmbedding(wide, PreprocessingProfile.PILLOW12));
  }

  private static List<Float> imageEmbedding(Dataset<Row> article, PreprocessingProfile profile) {
    Row row = score(article, EncoderSettings.DEFAULT.withProfile(profile)).first();
    return row.getList(row.fieldIndex("image_embedding"));
  }

  private static Dataset<Row> score(Dataset<Row> input, EncoderSettings encoder) {
    return score(input, settings(encoder, new ScoreSettings.Threshold.None()));
  }

  private static Dataset<Row> score(Dataset<Row> input, ScoreSettings settings) {
    return ArticleScoring.score(input, COLUMNS, settings);
  }

  private static ScoreSettings settings(
      EncoderSettings encoder, ScoreSettings.Threshold threshold) {
    return new ScoreSettings(
        new EncoderSource(
            MINI.directory().toString(),
            MINI.sha256(),
            "clip",
            MODEL.output(),
            encoder,
            ImagePathSettings.DEFAULT),
        new ScoreSettings.Lineage(MINI.name(), threshold, true, "run", Instant.EPOCH));
  }

  private static Map<String, Row> byId(List<Row> rows) {
    Map<String, Row> byId = new HashMap<>();
    rows.forEach(row -> assertNull(byId.put(row.getAs("id"), row), "an id twice"));
    return byId;
  }

  private static List<String> ids(List<Row> rows) {
    return rows.stream().map(row -> row.<String>getAs("id")).toList();
  }

  private static double similarity(Row row) {
    return row.<Float>getAs("similarity");
  }

  private static double cosine(Row row, String column, JsonNode reference) {
    List<Float> found = row.getList(row.fieldIndex(column));
    JsonNode wanted = reference.get(column);
    double dot =
        IntStream.range(0, found.size())
            .mapToDouble(i -> found.get(i) * wanted.get(i).asDouble())
            .sum();
    double length =
        Math.sqrt(
            IntStream.range(0, wanted.size())
                .mapToDouble(i -> Math.pow(wanted.get(i).asDouble(), 2))
                .sum());
    return dot / (norm(found) * length);
  }

  private static double norm(List<Float> vector) {
    return Math.sqrt(vector.stream().mapToDouble(value -> (double) value * value).sum());
  }

  private static List<JsonNode> references() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                ArticleScoringTest.class.getResourceAsStream(
                    "/org/thumbscore/reference/embeddings.jsonl"),
                StandardCharsets.UTF_8))) {
      return lines.lines().map(line -> readTree(mapper, line)).toList();
    }
  }

  private static JsonNode readTree(ObjectMapper mapper, String line) {
    try {
      return mapper.readTree(line);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
