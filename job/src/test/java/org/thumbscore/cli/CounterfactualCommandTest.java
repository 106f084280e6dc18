package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thumbscore.testing.SharedSpark;

/**
 * Counterfactual texts written by the command. Which texts are tried was computed by the reference
 * in Python ({@code make_counterfactual_goldens.py}).
 */
class CounterfactualCommandTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final Path MADE =
      Path.of("../udf/src/test/resources/org/thumbscore/counterfactual");
  private static final long SEED = 7;
  private static final StructType ARTICLES =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("body", DataTypes.StringType)
          .add("thumbnail", DataTypes.BinaryType);

  @TempDir static Path shared;
  private static final Map<String, JsonNode> CASES = new TreeMap<>();
  private static Path input;
  private static Path pairs;

  @TempDir Path folder;

  @BeforeAll
  static void writePairs() throws IOException {
    List<byte[]> images =
        SPARK
            .read()
            .parquet(Lake.SAMPLES.toString())
            .filter("id like '%-000_'")
            .orderBy("id")
            .collectAsList()
            .stream()
            .map(row -> row.<byte[]>getAs("thumbnail"))
            .toList();
    List<Row> rows = new ArrayList<>();
    List<JsonNode> lines =
        new ObjectMapper()
            .readerFor(JsonNode.class)
            .<JsonNode>readValues(MADE.resolve("cases.jsonl").toFile())
            .readAll();
    for (JsonNode line : lines) {
      if (line.get("tagger").asText().equals("bert-tagger")
          && line.get("masked").asText().equals("bert-masked")) {
        String id = "case-%02d".formatted(rows.size());
        CASES.put(id, line);
        byte[] image = images.get(rows.size() % 3);
        rows.add(RowFactory.create(id, line.get("text").asText(), image));
      }
    }
    rows.add(RowFactory.create("blank", " ", images.get(0)));
    rows.add(RowFactory.create("no-image", CASES.get("case-00").get("text").asText(), null));
    input = shared.resolve("articles");
    write(rows, input);
    pairs = shared.resolve("pairs");
    Call call = run(input, pairs);
    assertEquals("", call.failure());
    assertTrue(
        call.out().contains("%d in, %d out".formatted(rows.size(), rows.size())), call.out());
  }

  private static void write(List<Row> rows, Path to) {
    SPARK.createDataFrame(rows, ARTICLES).repartition(3).write().parquet(to.toString());
  }

  private static Call run(Path from, Path to, String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    Stream.of(
            "--input=" + from,
            "--output=" + to,
            "--model=" + Lake.MODEL,
            "--tagger=" + MADE.resolve("bert-tagger"),
            "--masked-model=" + MADE.resolve("bert-masked"),
            "--id-column=id",
            "--text-column=body",
            "--image-column=thumbnail",
            "--seed=" + SEED)
        .filter(option -> Stream.of(more).noneMatch(m -> name(m).equals(name(option))))
        .forEach(arguments::add);
    arguments.add(0, "counterfactual");
    return Lake.run(arguments);
  }

  private static String name(String option) {
    return option.substring(0, option.indexOf('=') < 0 ? option.length() : option.indexOf('='));
  }

  private static Map<String, Row> byId(Dataset<Row> rows) {
    Map<String, Row> found = new TreeMap<>();
    rows.collectAsList().forEach(row -> assertNull(found.put(row.getAs("id"), row)));
    return found;
  }

  @Test
  void everyArticleHasAStatusThatTheReferenceKnows() {
    Map<String, Row> rows = byId(Call.table(pairs));
    assertEquals(CASES.size() + 2, rows.size());
    assertEquals("TEXT_MISSING", rows.get("blank").getAs("status"));
    assertEquals("IMAGE_MISSING", rows.get("no-image").getAs("status"));
    CASES.forEach(
        (id, line) -> {
          Row row = rows.get(id);
          String status = row.getAs("status");
          assertEquals(line.get("people").isEmpty(), status.equals("NO_PERSON"), id);
          assertEquals(status.equals("OK"), row.getAs("counterfactual") != null, id);
          assertEquals(status.equals("OK"), row.getAs("error") == null, id);
          assertEquals(line.get("text").asText(), row.getAs("body"), id);
        });
    assertEquals(
        List.of(
            "IMAGE_MISSING", "NO_PERSON", "OK", "PERSON_TOO_LONG", "TEXT_MISSING", "TEXT_TOO_LONG"),
        rows.values().stream()
            .map(row -> row.<String>getAs("status"))
            .filter(status -> !status.equals("NOT_LESS_SIMILAR"))
            .distinct()
            .sorted()
            .toList());
  }

  /** The reference made its candidates with various seeds; those of this run are compared. */
  @Test
  void textsAreThoseOfTheReference() {
    Map<String, Row> rows = byId(Call.table(pairs));
    List<String> compared = new ArrayList<>();
    CASES.forEach(
        (id, line) -> {
          Row row = rows.get(id);
          Integer tries = row.getAs("tries");
          if (line.get("seed").asLong() == SEED
              && row.getAs("status").equals("OK")
              && tries <= line.get("candidates").size()) {
            compared.add(id);
            assertEquals(
                line.get("candidates").get(tries - 1).get("text").asText(),
                row.getAs("counterfactual"));
          }
        });
    assertTrue(compared.size() >= 3, compared.toString());
  }

  /** Scored by the score command, both texts have the similarities that the pair was chosen by. */
  @Test
  void similaritiesAreThoseOfScore() {
    Dataset<Row> found = Call.table(pairs).filter("status = 'OK'");
    Path both = folder.resolve("both");
    found
        .selectExpr("concat(id, ' original') as id", "body", "thumbnail")
        .union(found.selectExpr("id", "counterfactual", "thumbnail"))
        .write()
        .parquet(both.toString());
    Path scores = folder.resolve("scores");
    Call call =
        Call.of(
            "score",
            "--input=" + both,
            "--output=" + scores,
            "--model=" + Lake.MODEL,
            "--id-column=id",
            "--text-column=body",
            "--image-column=thumbnail");
    assertEquals("", call.failure());
    Map<String, Row> scored = byId(Call.table(scores));
    List<Row> written = found.collectAsList();
    assertTrue(written.size() > 10, "most articles name somebody");
    for (Row row : written) {
      String id = row.getAs("id");
      float original = row.getAs("similarity");
      float changed = row.getAs("counterfactual_similarity");
      assertTrue(changed < original, id);
      assertEquals(scored.get(id + " original").<Float>getAs("similarity"), original, 1e-6f, id);
      assertEquals(scored.get(id).<Float>getAs("similarity"), changed, 1e-6f, id);
    }
  }

  /** Neither the batch nor the partition of an article decides which text is written. */
  @ParameterizedTest
  @CsvSource({"1, 1", "5, 2"})
  void everyRunWritesTheSameTexts(int batch, int partitions) {
    Path output = folder.resolve("again");
    Call call =
        run(
            input,
            output,
            "--set=score.batch-size=" + batch,
            "--set=score.partitions=" + partitions);
    assertEquals("", call.failure());
    assertEquals(texts(pairs), texts(output));
  }

  private static List<String> texts(Path output) {
    return Call.table(output)
        .selectExpr("to_json(struct(id, status, tries, masked_names, counterfactual)) as line")
        .orderBy("line")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void anotherSeedWritesOtherTexts() {
    Path output = folder.resolve("other");
    assertEquals("", run(input, output, "--seed=8").failure());
    assertFalse(texts(pairs).equals(texts(output)));
  }

  /** A file that was repaired is written again; what stood in the others is kept. */
  @Test
  void aFurtherRunContinuesAndRetriesFailedRows() throws IOException {
    Path lake = folder.resolve("lake");
    Path output = folder.resolve("output");
    Path photos = Files.createDirectory(folder.resolve("photos"));
    SPARK
        .read()
        .parquet(input.toString())
        .filter("thumbnail is not null")
        .withColumn("thumbnail", functions.expr("concat('%s/', id, '.jpg')".formatted(photos)))
        .coalesce(1)
        .write()
        .parquet(lake.toString());
    Map<String, byte[]> images =
        SPARK
            .read()
            .parquet(input.toString())
            .filter("thumbnail is not null")
            .collectAsList()
            .stream()
            .collect(Collectors.toMap(row -> row.getAs("id"), row -> row.getAs("thumbnail")));
    for (Map.Entry<String, byte[]> image : images.entrySet()) {
      if (!image.getKey().equals("case-00")) {
        Files.write(photos.resolve(image.getKey() + ".jpg"), image.getValue());
      }
    }
    assertEquals("", run(lake, output).failure());
    assertEquals(
        "IMAGE_UNREADABLE", byId(Call.table(output)).get("case-00").<String>getAs("status"));
    Call nothing = run(lake, output);
    assertEquals("", nothing.failure());
    assertTrue(nothing.out().contains("1 kept"), nothing.out());

    Files.write(photos.resolve("case-00.jpg"), images.get("case-00"));
    Call retried = run(lake, output, "--retry-failed");
    assertEquals("", retried.failure());
    assertEquals(
        texts(pairs).stream().filter(line -> !line.contains("\"no-image\"")).toList(),
        texts(output));
  }

  @Test
  void theSummarySaysWhichModelsWrote() throws IOException {
    try (Stream<Path> runs = Files.list(pairs.resolve("_thumbscore/runs"))) {
      List<Path> files = runs.filter(file -> file.toString().endsWith(".json")).toList();
      assertEquals(1, files.size());
      JsonNode run = new ObjectMapper().readTree(files.get(0).toFile());
      assertEquals(SEED, run.at("/counterfactuals/seed").asLong());
      assertEquals(2.0, run.at("/counterfactuals/temperature").asDouble());
      assertEquals(64, run.at("/counterfactuals/tagger/sha256").asText().length());
      long all = 0;
      for (JsonNode count : run.at("/rows/by_status")) {
        all += count.asLong();
      }
      assertEquals(CASES.size() + 2, all);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--tries=0, 'Invalid --tries: 0 (must be 1 to 1000)'",
    "--temperature=0, 'Invalid --temperature: 0.0 (must be above 0 to 1000)'",
    "--max-masked-share=1.5, 'Invalid --max-masked-share: 1.5 (must be above 0 to 1)'"
  })
  void invalidOptionsAreRefused(String option, String message) {
    Call call = run(input, folder.resolve("none"), option);
    assertEquals(2, call.code(), call.err());
    assertTrue(call.err().contains(message), call.err());
    assertFalse(Files.exists(folder.resolve("none")));
  }

  @Test
  void anotherKindOfModelIsRefused() {
    Call call = run(input, folder.resolve("none"), "--tagger=" + MADE.resolve("roberta-masked"));
    assertEquals(4, call.code(), call.err());
    assertTrue(call.err().contains("ForTokenClassification"), call.err());
    assertEquals(1, call.err().lines().count(), call.err());
  }
}
