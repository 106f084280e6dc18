package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thumbscore.testing.SharedSpark;

/**
 * Scoring with the families of the model card besides CLIP, on their real architectures with random
 * weights. What is expected was computed by transformers ({@code make_family_bundles.py}).
 */
class CardFamiliesTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final Path MADE = Path.of("../udf/src/test/resources/org/thumbscore/families");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"blip, 1", "blip2, 4", "caption, 1"})
  void scoresEqualThoseOfTransformers(String family, int vectors) throws IOException {
    Map<String, JsonNode> expected = expected(family);
    Path output = folder.resolve("scores");
    JsonNode run = score(family, write(known(expected), "articles"), output, "--embeddings");
    assertEquals(family, run.at("/model/family").asText());
    Map<String, Row> rows = byId(Call.table(output));
    assertEquals(expected.keySet(), rows.keySet());
    rows.forEach((id, row) -> assertRow(expected.get(id), row));
    Object image = rows.values().iterator().next().getAs("image_embedding");
    int found = ((scala.collection.Seq<?>) image).length();
    assertEquals(vectors > 1 ? vectors : width(family), found);
  }

  private static void assertRow(JsonNode expected, Row row) {
    String id = row.getAs("id");
    assertEquals("OK", row.getAs("status"), id);
    assertEquals(expected.get("similarity").asDouble(), row.<Float>getAs("similarity"), 1e-5, id);
    assertEquals(expected.get("text_tokens").asInt(), row.<Integer>getAs("text_tokens"), id);
    if (expected.has("caption")) {
      assertEquals(expected.get("caption").asText(), row.getAs("caption"), id);
    }
  }

  /** Batches of one and of a few; partitions and repeated images change nothing but the cost. */
  @ParameterizedTest
  @CsvSource({"blip, 1", "blip, 5", "blip2, 1", "blip2, 5", "caption, 1", "caption, 5"})
  void repeatedArticlesInAnyBatchHaveTheScoresOfOne(String family, int batch) throws IOException {
    Map<String, JsonNode> expected = expected(family);
    Dataset<Row> twice =
        known(expected)
            .crossJoin(SPARK.range(2).toDF("copy"))
            .withColumn("id", functions.expr("concat(id, '#', copy)"))
            .drop("copy");
    Path output = folder.resolve("scores");
    JsonNode run =
        score(
            family,
            write(twice, "twice"),
            output,
            "--set=score.batch-size=" + batch,
            "--set=score.partitions=1");
    assertEquals(expected.size(), run.at("/embeddings/images/computed").asInt());
    byId(Call.table(output))
        .forEach((id, row) -> assertRow(expected.get(id.substring(0, id.indexOf('#'))), row));
  }

  @ParameterizedTest
  @ValueSource(strings = {"blip", "blip2", "caption"})
  void storedEmbeddingsAreReusedWithTheirCaptions(String family) throws IOException {
    Map<String, JsonNode> expected = expected(family);
    Path output = folder.resolve("scores");
    score(family, write(known(expected), "first"), output, "--embeddings");
    Map<String, Row> before = byId(Call.table(output));
    Dataset<Row> again = known(expected).withColumn("id", functions.expr("concat('again-', id)"));
    JsonNode run = score(family, write(again, "again"), output, "--embeddings");
    assertEquals(0, run.at("/embeddings/images/computed").asInt());
    assertEquals(0, run.at("/embeddings/texts/computed").asInt());
    Map<String, Row> after = byId(Call.table(output));
    List<String> columns = new ArrayList<>(List.of("similarity", "image_embedding"));
    if (family.equals("caption")) {
      columns.add("caption");
    }
    for (String column : columns) {
      before.forEach(
          (id, row) ->
              assertEquals(row.<Object>getAs(column), after.get("again-" + id).getAs(column), id));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"blip", "blip2", "caption"})
  void everyArticleHasAStatus(String family) throws IOException {
    Dataset<Row> articles = SPARK.read().parquet(Lake.SAMPLES.toString()).drop("date");
    Path output = folder.resolve("scores");
    score(family, write(articles, "articles"), output);
    Map<String, String> expected = statuses(Lake.MODEL, articles);
    assertTrue(new HashSet<>(expected.values()).size() > 3, expected.toString());
    Map<String, Row> rows = byId(Call.table(output));
    expected.forEach((id, status) -> assertEquals(status, rows.get(id).getAs("status"), id));
    if (family.equals("caption")) {
      rows.values()
          .forEach(
              row -> {
                if (row.getAs("status").equals("OK")) {
                  assertNotNull(row.getAs("caption"));
                } else {
                  assertNull(row.getAs("caption"));
                }
              });
    }
  }

  private Map<String, String> statuses(Path model, Dataset<Row> articles) {
    Path output = folder.resolve("clip");
    assertEquals("", run(write(articles, "for-clip"), model, output).failure());
    Map<String, String> statuses = new HashMap<>();
    byId(Call.table(output)).forEach((id, row) -> statuses.put(id, row.getAs("status")));
    return statuses;
  }

  @Test
  void captionsEndAtTheirBound() throws IOException {
    Path bundle = folder.resolve("caption");
    FileUtils.copyDirectory(MADE.resolve("caption").toFile(), bundle.toFile());
    Path settings = bundle.resolve("thumbscore.json");
    Files.writeString(
        settings,
        Files.readString(settings).replaceAll("\"max_new_tokens\": \\d+", "\"max_new_tokens\": 3"));
    Map<String, JsonNode> expected = expected("caption");
    Path output = folder.resolve("scores");
    assertEquals("", run(write(known(expected), "articles"), bundle, output).failure());
    Set<String> shorter = new HashSet<>();
    byId(Call.table(output))
        .forEach(
            (id, row) -> {
              String whole = expected.get(id).get("caption").asText();
              String caption = row.getAs("caption");
              assertTrue(whole.startsWith(caption), caption + " of " + whole);
              if (caption.length() < whole.length()) {
                shorter.add(id);
              }
            });
    assertTrue(shorter.size() > 3, shorter.toString());
  }

  @Test
  void captioningSystemWithoutItsSentenceEncoderIsRefused() throws IOException {
    Path bundle = folder.resolve("caption");
    FileUtils.copyDirectory(MADE.resolve("caption").toFile(), bundle.toFile());
    FileUtils.deleteDirectory(bundle.resolve("sentence").toFile());
    Call call = run(write(known(expected("caption")), "articles"), bundle, folder.resolve("out"));
    assertEquals(4, call.code());
    assertTrue(
        call.err().contains("Cannot use bundle caption: it lacks sentence/config.json"),
        call.err());
  }

  @Test
  void textGraphThatTakesNoMaskIsRefused() throws IOException {
    Path bundle = folder.resolve("blip");
    FileUtils.copyDirectory(MADE.resolve("blip").toFile(), bundle.toFile());
    Files.copy(
        Path.of("../udf/src/test/resources/org/thumbscore/bundles/split/onnx/text_model.onnx"),
        bundle.resolve("onnx/text_model.onnx"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Call call = run(write(known(expected("blip")), "articles"), bundle, folder.resolve("out"));
    assertEquals(4, call.code());
    assertTrue(call.err().contains("text_model.onnx"), call.err());
  }

  private static Dataset<Row> known(Map<String, JsonNode> expected) {
    return SPARK
        .read()
        .parquet(Lake.SAMPLES.toString())
        .drop("date")
        .filter(functions.col("id").isin(expected.keySet().toArray()));
  }

  private static int width(String family) throws IOException {
    String config = family.equals("caption") ? "sentence/config.json" : "config.json";
    JsonNode json =
        new ObjectMapper().readTree(Files.readString(MADE.resolve(family).resolve(config)));
    return json.path("image_text_hidden_size").asInt(json.path("hidden_size").asInt());
  }

  private Path write(Dataset<Row> articles, String name) {
    Path file = folder.resolve(name);
    articles.coalesce(1).write().parquet(file.toString());
    return file;
  }

  private static JsonNode score(String family, Path articles, Path output, String... more)
      throws IOException {
    assertEquals("", run(articles, MADE.resolve(family), output, more).failure());
    return Lake.lastRun(output);
  }

  private static Call run(Path articles, Path model, Path output, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "score",
                "--input=" + articles,
                "--output=" + output,
                "--model=" + model,
                "--id-column=id",
                "--text-column=summary",
                "--image-column=thumbnail"));
    arguments.addAll(List.of(more));
    return Lake.run(arguments);
  }

  private static Map<String, JsonNode> expected(String family) throws IOException {
    Map<String, JsonNode> expected = new HashMap<>();
    for (String line : Files.readAllLines(MADE.resolve(family).resolve("expected.jsonl"))) {
      JsonNode row = new ObjectMapper().readTree(line);
      expected.put(row.get("id").asText(), row);
    }
    return expected;
  }

  private static Map<String, Row> byId(Dataset<Row> rows) {
    Map<String, Row> byId = new HashMap<>();
    rows.collectAsList().forEach(row -> assertNull(byId.put(row.getAs("id"), row)));
    return byId;
  }
}
