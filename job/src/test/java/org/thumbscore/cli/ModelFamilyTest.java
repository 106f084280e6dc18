package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

/**
 * Scoring with a family that no main class knows: an image is three vectors, and two columns are
 * written beside its score. What is expected was computed by {@code make_toy_bundle.py}.
 */
class ModelFamilyTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final int WIDTH = 4;

  @TempDir Path folder;
  private Path bundle;
  private Path output;

  @BeforeEach
  void copyBundle() throws IOException {
    bundle = Files.createDirectory(folder.resolve("toy"));
    output = folder.resolve("scores");
    try (Stream<Path> files = Files.list(made("bundle"))) {
      for (Path file : files.toList()) {
        Files.copy(file, bundle.resolve(file.getFileName()));
      }
    }
    Files.copy(Lake.MODEL.resolve("tokenizer.json"), bundle.resolve("tokenizer.json"));
  }

  private static Path made(String name) {
    try {
      return Path.of(ModelFamilyTest.class.getResource("/org/thumbscore/toy").toURI())
          .resolve(name);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void similarityIsTheBestOfTheImagesVectorsAndExtraColumnsAreWritten() throws IOException {
    JsonNode run = score(samples(), "--embeddings");
    assertEquals("toy", run.at("/model/family").asText());
    Map<String, JsonNode> expected = expected();
    Map<String, Row> rows = byId(Call.table(output));
    assertEquals(96, rows.size());
    rows.forEach((id, row) -> assertRow(expected.remove(id), row));
    assertEquals(Map.of(), expected);
  }

  private static void assertRow(JsonNode expected, Row row) {
    String id = row.getAs("id");
    assertEquals(expected != null, row.getAs("status").equals("OK"), id);
    if (expected == null) {
      for (String name : List.of("similarity", "dominant", "brightness", "image_embedding")) {
        assertNull(row.getAs(name), id);
      }
      return;
    }
    // The reference is in double precision, the graph in single.
    assertEquals(expected.get("similarity").asDouble(), row.<Float>getAs("similarity"), 2e-6, id);
    assertEquals(expected.get("dominant").asText(), row.getAs("dominant"), id);
    assertEquals(expected.get("brightness").asInt(), row.<Integer>getAs("brightness"), id);
    List<Double> cosines = cosines(row);
    assertEquals(expected.get("cosines").size(), cosines.size(), id);
    for (int i = 0; i < cosines.size(); i++) {
      assertEquals(expected.get("cosines").get(i).asDouble(), cosines.get(i), 2e-6, id);
    }
  }

  /** Of the stored embeddings, in their order. */
  private static List<Double> cosines(Row row) {
    List<Float> text = row.getList(row.fieldIndex("text_embedding"));
    List<scala.collection.Seq<Float>> image = row.getList(row.fieldIndex("image_embedding"));
    assertEquals(WIDTH, text.size());
    List<Double> cosines = new ArrayList<>();
    for (scala.collection.Seq<Float> vector : image) {
      assertEquals(WIDTH, vector.length());
      double dot = 0;
      for (int i = 0; i < WIDTH; i++) {
        dot += (double) vector.apply(i) * text.get(i);
      }
      cosines.add(dot);
    }
    return cosines;
  }

  @Test
  void extraColumnsFollowTheScoreAndEmbeddingsAreArraysOfArrays() throws IOException {
    score(samples(), "--embeddings");
    String columns =
        Stream.of(Call.table(output).schema().fields())
            .map(field -> field.name() + " " + field.dataType().catalogString())
            .collect(Collectors.joining(", "));
    assertTrue(
        columns.contains(
            "scored_at timestamp, dominant string, brightness int,"
                + " image_embedding array<array<float>>, text_embedding array<float>,"
                + " image_sha256 string, text_sha256 string"),
        columns);
  }

  /** Batches of one, and of a prime; each image and each text several times. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "7", "64"})
  void deduplicatedRowsHaveTheColumnsOfTheirImage(String batch) throws IOException {
    Path twice =
        write(
            samples()
                .crossJoin(SPARK.range(3).toDF("copy"))
                .withColumn("id", expr("concat(id, '#', copy)"))
                .drop("copy")
                .repartition(1)
                .sortWithinPartitions("id"),
            "thrice");
    JsonNode run = score(twice, "--set=score.batch-size=" + batch, "--set=score.partitions=1");
    assertTrue(run.at("/embeddings/images/computed").asInt() <= 81, run.toString());
    Map<String, JsonNode> expected = expected();
    Call.table(output)
        .collectAsList()
        .forEach(
            row -> {
              String copy = row.getAs("id");
              String id = copy.substring(0, copy.indexOf('#'));
              JsonNode wanted = expected.get(id);
              assertEquals(
                  wanted == null ? null : wanted.get("dominant").asText(), row.getAs("dominant"));
              if (wanted != null) {
                assertEquals(
                    wanted.get("similarity").asDouble(), row.<Float>getAs("similarity"), 2e-6);
              }
            });
    assertEquals(3 * 96, Call.table(output).count());
  }

  /** Where all that is stored is broadcast, or what repeats, or nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"1 GiB", "30 KiB", "1 B"})
  void storedEmbeddingsBringTheirExtraColumns(String cap) throws IOException {
    score(write(samples(), "first"), "--embeddings", "--partition-by=source");
    Map<String, Row> before = byId(Call.table(output));
    Path again = write(samples().withColumn("id", expr("concat('again-', id)")), "again");
    JsonNode run =
        score(
            again,
            "--embeddings",
            "--partition-by=source",
            "--set=score.reuse-broadcast-size=" + cap);
    assertEquals(0, run.at("/embeddings/images/computed").asInt());
    assertEquals(0, run.at("/embeddings/texts/computed").asInt());
    assertEquals(81, run.at("/embeddings/images/reused").asInt());
    Map<String, Row> after = byId(Call.table(output));
    assertEquals(2 * 96, after.size());
    for (String name :
        List.of("similarity", "dominant", "brightness", "image_embedding", "text_embedding")) {
      before.forEach(
          (id, row) ->
              assertEquals(row.<Object>getAs(name), after.get("again-" + id).getAs(name), id));
    }
  }

  @Test
  void inputColumnOfAnExtraColumnsNameIsKeptUnderAnother() throws IOException {
    Path named = write(samples().withColumn("Dominant", functions.lit("theirs")), "named");
    score(named, "--keep=Dominant");
    assertEquals(96, Call.table(output).filter("input_Dominant = 'theirs'").count());
    assertEquals(81, Call.table(output).filter("dominant in ('red', 'green', 'blue')").count());
  }

  @Test
  void outputOfAnotherFamilyIsNotMixed() throws IOException {
    Path articles = write(samples(), "articles");
    score(articles, "--embeddings");
    Call clip = run(articles, Lake.MODEL, "--embeddings");
    assertEquals(2, clip.code(), clip.err());
    assertTrue(clip.err().contains("columns.extra"), clip.err());
    assertEquals("", run(articles, Lake.MODEL, "--overwrite").failure());
    assertNotEquals(0, Call.table(output).filter("status = 'OK'").count());
  }

  @Test
  void unknownFamilyIsRefusedWithTheListOfKnownOnes() throws IOException {
    Files.writeString(bundle.resolve("config.json"), "{\"model_type\": \"siglip\"}");
    Call call = run(write(samples(), "articles"), bundle);
    assertEquals(4, call.code());
    assertTrue(
        call.err()
            .contains(
                "Cannot use bundle toy: config.json says model_type \"siglip\", which is no model"
                    + " family known here; known: blip, blip2, caption, clip, toy"),
        call.err());
  }

  @Test
  void graphsThatDoNotFitAreRefusedByTheFamilysContract() throws IOException {
    String config = Files.readString(bundle.resolve("config.json"));
    Files.writeString(
        bundle.resolve("config.json"), config.replace("\"vectors\": 3", "\"vectors\": 2"));
    Call call = run(write(samples(), "articles"), bundle);
    assertEquals(4, call.code());
    assertTrue(
        call.err().contains("eyes.onnx yields 'looks' FLOAT [-1, 3, 4]; expected FLOAT [-1, 2, 4]"),
        call.err());
  }

  private static Dataset<Row> samples() {
    return SPARK.read().parquet(Lake.SAMPLES.toString()).drop("date");
  }

  private Path write(Dataset<Row> articles, String name) {
    Path file = folder.resolve(name);
    articles.coalesce(1).write().parquet(file.toString());
    return file;
  }

  private JsonNode score(Dataset<Row> articles, String... more) throws IOException {
    return score(write(articles, "articles"), more);
  }

  private JsonNode score(Path articles, String... more) throws IOException {
    assertEquals("", run(articles, bundle, more).failure());
    return Lake.lastRun(output);
  }

  private Call run(Path articles, Path model, String... more) {
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

  private static Map<String, JsonNode> expected() throws IOException {
    Map<String, JsonNode> expected = new HashMap<>();
    for (String line : Files.readAllLines(made("expected.jsonl"))) {
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

  private static Column expr(String expression) {
    return functions.expr(expression);
  }
}
