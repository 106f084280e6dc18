package org.thumbscore.spark.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.Bucketizer;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.encoder.EncoderBundle;
import org.thumbscore.encoder.EncoderSettings;
import org.thumbscore.model.ModelBundle;
import org.thumbscore.pipeline.path.ImagePathSettings;
import org.thumbscore.spark.ArticleColumns;
import org.thumbscore.spark.ArticleScoring;
import org.thumbscore.spark.EncoderSource;
import org.thumbscore.spark.ScoreSettings;
import org.thumbscore.testing.LocalSpark;
import org.thumbscore.testing.TestBundles;

/** The transformer, against what the job's own function makes of the same rows. */
class ThumbnailScorerTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final ModelBundle MINI = TestBundles.mini();
  private static final String FOLDER = "../udf/src/test/resources/org/thumbscore/articles.parquet";

  private static Dataset<Row> articles;
  private static Map<String, Row> expected;

  @TempDir Path temp;

  @BeforeAll
  static void scoreOnce() {
    articles = SPARK.read().parquet(FOLDER).drop("label");
    ScoreSettings settings =
        new ScoreSettings(
            EncoderSource.of(
                EncoderBundle.of(MINI),
                MINI.directory().toString(),
                EncoderSettings.DEFAULT,
                ImagePathSettings.DEFAULT),
            new ScoreSettings.Lineage(
                "mini", new ScoreSettings.Threshold.None(), true, "run", Instant.EPOCH));
    expected =
        byId(
            ArticleScoring.score(
                articles, new ArticleColumns("id", "summary", "thumbnail", List.of()), settings));
  }

  private static ThumbnailScorer scorer() {
    return new ThumbnailScorer()
        .setModel(MINI.directory().toString())
        .setTextCol("summary")
        .setImageCol("thumbnail");
  }

  private static Map<String, Row> byId(Dataset<Row> rows) {
    return rows.collectAsList().stream()
        .collect(Collectors.toMap(row -> row.getAs("id"), row -> row));
  }

  private static void assertSame(Map<String, Row> found, String prefix) {
    assertEquals(expected.keySet(), found.keySet());
    for (String id : expected.keySet()) {
      for (String column : List.of("similarity", "status", "error", "text_tokens")) {
        assertEquals(
            expected.get(id).<Object>getAs(column),
            found.get(id).<Object>getAs(prefix + column),
            id + " " + column);
      }
    }
  }

  @Test
  void allRowsAndColumnsAreKeptAndScoresAreThoseOfTheJob() {
    Dataset<Row> scored = scorer().transform(articles);
    List<String> names = new ArrayList<>(List.of(articles.columns()));
    names.addAll(
        List.of("similarity", "label", "status", "error", "text_tokens", "text_truncated"));
    names.addAll(List.of("model", "model_sha256", "threshold"));
    assertEquals(names, List.of(scored.columns()));
    assertEquals(scored.schema(), scorer().transformSchema(articles.schema()));
    Map<String, Row> found = byId(scored);
    assertSame(found, "");
    Map<String, Row> read = byId(articles);
    for (String column : articles.columns()) {
      for (String id : read.keySet()) {
        assertTrue(
            equal(read.get(id).getAs(column), found.get(id).getAs(column)), id + " " + column);
      }
    }
  }

  private static boolean equal(Object a, Object b) {
    return Arrays.deepEquals(new Object[] {a}, new Object[] {b});
  }

  @Test
  void embeddingsAreAppendedOnRequest() {
    Map<String, Row> found = byId(scorer().setEmbeddings(true).transform(articles));
    for (String id : expected.keySet()) {
      for (String column :
          List.of("image_embedding", "text_embedding", "image_sha256", "text_sha256")) {
        assertEquals(
            expected.get(id).<Object>getAs(column), found.get(id).<Object>getAs(column), id);
      }
    }
  }

  /** Columns may have any name, also that of a score, once the scores have a prefix. */
  @Test
  void namesOfTheInputDoNotCollideWithThoseOfTheScores() {
    Dataset<Row> odd =
        articles
            .withColumnRenamed("summary", "text.with dots`")
            .withColumnRenamed("source", "status")
            .withColumn("0", functions.lit("zero"));
    ThumbnailScorer scorer = scorer().setTextCol("text.with dots`");
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> scorer.transform(odd));
    assertTrue(refused.getMessage().contains("Column status is already there"));
    Map<String, Row> found = byId(scorer.setOutputCol("thumb_").transform(odd));
    assertSame(found, "thumb_");
    Map<String, Row> read = byId(articles);
    found.forEach(
        (id, row) -> {
          assertEquals(read.get(id).<String>getAs("source"), row.<String>getAs("status"));
          assertEquals("zero", row.<String>getAs("0"));
        });
  }

  @Test
  void labelsFollowTheCalibrationOfTheModel() throws IOException {
    Path file = temp.resolve("calibration.json");
    String json = "{\"threshold\": {\"cosine\": 0.1, \"scaled\": 0.55}, \"model_sha256\": \"%s\"}";
    Files.writeString(file, json.formatted(MINI.sha256()));
    Map<String, Row> found =
        byId(scorer().setCalibration(file.toUri().toString()).transform(articles));
    for (Row row : found.values()) {
      Float similarity = row.getAs("similarity");
      Integer label = similarity == null ? null : similarity > 0.1 ? 1 : 0;
      assertEquals(label, row.<Integer>getAs("label"));
      assertEquals(0.1, row.<Double>getAs("threshold"));
    }
    Files.writeString(file, json.formatted("0123"));
    assertRefused(
        scorer().setCalibration(file.toString()), articles, "it was made with model 0123");
    Files.writeString(file, "{}");
    assertRefused(scorer().setCalibration(file.toString()), articles, "lacks threshold.cosine");
    Files.writeString(file, "[");
    assertRefused(scorer().setCalibration(file.toString()), articles, "it is not JSON");
    assertRefused(
        scorer().setCalibration(temp.resolve("absent").toString()), articles, "nothing is there");
  }

  @Test
  void whatCannotBeUsedIsRefusedBeforeAnythingRuns() {
    assertRefused(
        new ThumbnailScorer().setTextCol("summary").setImageCol("thumbnail"), articles, "No model");
    assertRefused(scorer().setTextCol("abstract"), articles, "Missing column abstract (textCol)");
    assertRefused(scorer().setTextCol("thumbnail"), articles, "found binary, expected string");
    Dataset<Row> numbers = articles.withColumn("thumbnail", functions.lit(1));
    assertRefused(scorer(), numbers, "found int, expected binary, string, or struct");
    assertRefused(scorer().setDevice("gpu"), articles, "must be one of auto, cpu, cuda");
    assertRefused(scorer().setPrecision("half"), articles, "must be one of fp32, fp16");
    assertRefused(scorer().setPreprocessing("opencv"), articles, "Invalid preprocessing: opencv");
    assertRefused(scorer().setBatchSize(-1), articles, "batchSize");
    Exception absent =
        assertThrows(
            RuntimeException.class, () -> scorer().setModel(temp + "/absent").transform(articles));
    assertTrue(absent.getMessage().contains("there is no such directory"), absent.getMessage());
  }

  private static void assertRefused(ThumbnailScorer scorer, Dataset<Row> rows, String message) {
    StructType schema = rows.schema();
    for (IllegalArgumentException refused :
        List.of(
            assertThrows(IllegalArgumentException.class, () -> scorer.transform(rows)),
            assertThrows(IllegalArgumentException.class, () -> scorer.transformSchema(schema)))) {
      assertTrue(refused.getMessage().contains(message), refused.getMessage());
      assertEquals(1, refused.getMessage().lines().count());
    }
  }

  @Test
  void aPipelineWithOtherStagesIsSavedAndReadAgain() throws IOException {
    PipelineModel pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  scorer().setOutputCol("t_").setBatchSize(7),
                  new SQLTransformer()
                      .setStatement("SELECT id, t_similarity FROM __THIS__ WHERE t_status = 'OK'"),
                  new Bucketizer()
                      .setInputCol("t_similarity")
                      .setOutputCol("bucket")
                      .setSplits(new double[] {-1, 0, 0.2, 1})
                })
            .fit(articles);
    String path = temp.resolve("pipeline").toString();
    pipeline.write().save(path);
    PipelineModel read = PipelineModel.load(path);
    ThumbnailScorer scorer = (ThumbnailScorer) read.stages()[0];
    assertEquals(7, scorer.getBatchSize());
    assertEquals("t_", scorer.getOutputCol());
    Map<String, Row> found = byId(read.transform(articles));
    assertEquals(81, found.size());
    found.forEach(
        (id, row) -> {
          float similarity = row.<Float>getAs("t_similarity");
          assertEquals(expected.get(id).<Float>getAs("similarity"), similarity, 1e-6f);
          assertEquals(similarity < 0 ? 0 : similarity < 0.2 ? 1 : 2, row.<Double>getAs("bucket"));
        });
  }

  @Test
  void aCopyHasItsOwnParameters() {
    ThumbnailScorer scorer = scorer();
    ThumbnailScorer copy = scorer.copy(new ParamMap().put(scorer.outputCol(), "x_"));
    assertEquals("x_", copy.getOutputCol());
    assertEquals("", scorer.getOutputCol());
    assertEquals(scorer.uid(), copy.uid());
    assertFalse(copy.isSet(copy.calibration()));
    assertTrue(scorer.explainParams().contains("imageCol"));
  }

  @Test
  void aStreamIsScoredAsABatchIs() throws Exception {
    Path folder = temp.resolve("incoming");
    articles.repartition(3).write().parquet(folder.toString());
    Dataset<Row> stream =
        scorer()
            .transform(
                SPARK
                    .readStream()
                    .schema(articles.schema())
                    .option("maxFilesPerTrigger", "1")
                    .parquet(folder.toString()));
    assertTrue(stream.isStreaming());
    String out = temp.resolve("out").toString();
    StreamingQuery query =
        stream
            .writeStream()
            .format("parquet")
            .option("checkpointLocation", temp.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .start(out);
    query.awaitTermination();
    assertNull(query.exception().getOrElse(() -> null));
    Map<String, Row> found = new HashMap<>(byId(SPARK.read().parquet(out)));
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach(
        (id, row) -> {
          assertEquals(row.<String>getAs("status"), found.get(id).<String>getAs("status"));
          Float similarity = row.getAs("similarity");
          if (similarity != null) {
            assertNotNull(found.get(id).getAs("similarity"));
            assertEquals(similarity, found.get(id).<Float>getAs("similarity"), 1e-6f);
          }
        });
  }
}
