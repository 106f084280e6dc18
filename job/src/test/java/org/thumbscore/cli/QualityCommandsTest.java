package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.testing.SharedSpark;

/** From scores to a threshold, from there to labels, and what they are worth, as commands. */
class QualityCommandsTest {

  @TempDir static Path lake;
  @TempDir Path folder;

  @BeforeAll
  static void scoreTheSamples() {
    SharedSpark.session();
    assertEquals(0, Call.of(score("scores")).code());
  }

  private static String[] score(String output, String... more) {
    return concat(
        List.of(
            "score",
            "--input=" + Lake.SAMPLES,
            "--output=" + lake.resolve(output),
            "--model=" + Lake.MODEL,
            "--id-column=id",
            "--text-column=summary",
            "--image-column=thumbnail",
            "--keep=source,label"),
        more);
  }

  @Test
  void calibrationLabelsStoredScoresAsScoringWithItDoes() throws IOException {
    Path calibration = calibrate("--probability=isotonic");
    Path labelled = folder.resolve("labelled");
    Call label =
        Call.of(
            "label",
            "--input=" + lake.resolve("scores"),
            "--calibration=" + calibration,
            "--output=" + labelled,
            "--probability");
    assertEquals("", label.failure());
    assertTrue(label.out().contains("rows       96, of which 40 have label 1"), label.out());
    Call again = Call.of(score("labelled", "--calibration=" + calibration, "--probability"));
    assertEquals("", again.failure());
    assertEquals(labels(Call.table(lake.resolve("labelled"))), labels(Call.table(labelled)));
    JsonNode drift = onlyRun(lake.resolve("labelled")).at("/calibration/drift");
    assertEquals(0, drift.get("psi").asDouble());
    assertEquals(0, drift.get("ks").asDouble());
  }

  private static List<String> labels(Dataset<Row> scores) {
    return scores
        .selectExpr("concat_ws(' ', id, label, threshold, probability) as line")
        .orderBy("line")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void driftIsInTheSummaryAndWarnedOf() throws IOException {
    Path shifted = folder.resolve("shifted");
    SharedSpark.session()
        .read()
        .parquet(lake.resolve("scores").toString())
        .selectExpr("similarity * 0.2 - 0.5 as similarity", "model_sha256")
        .write()
        .parquet(shifted.toString());
    Path calibration = folder.resolve("shifted.json");
    Call calibrate = Call.of("calibrate", "--input=" + shifted, "--output=" + calibration);
    assertEquals("", calibrate.failure());
    assertEquals(0, Call.of(score("drifted", "--calibration=" + calibration)).code());
    JsonNode drift = onlyRun(lake.resolve("drifted")).at("/calibration/drift");
    assertEquals(1, drift.get("ks").asDouble(), 1e-12);
    assertTrue(drift.get("psi").asDouble() > 1, drift.toString());
  }

  @Test
  void evaluationTellsOneModelFromAnother() throws IOException {
    Path calibration = calibrate();
    Path output = folder.resolve("evaluation");
    Call evaluate =
        Call.of(
            "evaluate",
            "--input=mini=" + lake.resolve("scores"),
            "--input=again=" + lake.resolve("scores"),
            "--input=again=" + lake.resolve("scores"),
            "--calibration=" + calibration,
            "--by=source",
            "--resamples=50",
            "--output=" + output);
    assertEquals("", evaluate.failure());
    assertTrue(evaluate.out().contains("again"), evaluate.out());
    assertTrue(evaluate.out().contains(" ± 0.000"), evaluate.out());
    JsonNode json = new ObjectMapper().readTree(output.resolve("evaluation.json").toFile());
    assertEquals(2 * 7, json.at("/table/rows").size(), "two models, each whole and by six sources");
    assertTrue(
        Files.readString(output.resolve("evaluation.csv")).startsWith("Model,Group,Rows,F1,"));
    assertTrue(evaluate.out().startsWith(Files.readString(output.resolve("evaluation.txt"))));
  }

  @Test
  void percentilesReplaceNothing() {
    String input = "--input=" + lake.resolve("scores");
    String output = "--output=" + folder.resolve("evaluation");
    for (Path there : List.of(folder, lake, lake.resolve("scores"), lake.resolve("scores/new"))) {
      String percentiles = "--percentiles=" + there;
      assertRefused(
          2,
          "Cannot write output " + there,
          "evaluate",
          input,
          output,
          "--mismatched",
          percentiles);
    }
    assertRefused(2, "Invalid --by", "evaluate", input, output, "--mismatched", "--by=source");
  }

  @Test
  void whatCannotBeUsedIsOneLine() throws IOException {
    Path calibration = calibrate();
    assertRefused(
        2,
        "Cannot give probabilities: calibration",
        "label",
        "--input=" + lake.resolve("scores"),
        "--calibration=" + calibration,
        "--output=" + folder.resolve("out"),
        "--probability");
    assertRefused(
        2,
        "Invalid policy 'most': expected median, max-f1",
        "calibrate",
        "--input=" + lake.resolve("scores"),
        "--output=" + folder.resolve("c"),
        "--policy=most");
    assertRefused(
        2,
        "Missing column 'truth'",
        "evaluate",
        "--input=" + lake.resolve("scores"),
        "--output=" + folder.resolve("e"),
        "--label-column=truth");
    Files.writeString(folder.resolve("broken.json"), "{\"policy\":");
    assertRefused(
        2,
        "Cannot use calibration",
        score("never", "--calibration=" + folder.resolve("broken.json")));
    String foreign =
        Files.readString(calibration).replaceAll("(model_sha256\" : \")\\w{8}", "$100000000");
    Files.writeString(folder.resolve("foreign.json"), foreign);
    assertRefused(
        2,
        "Cannot use this calibration: it was made with model 00000000",
        score("never", "--calibration=" + folder.resolve("foreign.json")));
    assertFalse(Files.exists(lake.resolve("never")));
  }

  private static void assertRefused(int code, String message, String... arguments) {
    Call call = Call.of(arguments);
    assertEquals(code, call.code(), call.err());
    assertTrue(call.err().startsWith("thumbscore: " + message), call.err());
    assertEquals(1, call.err().lines().count(), call.err());
  }

  private Path calibrate(String... more) {
    Path file = folder.resolve("calibration.json");
    Call call =
        Call.of(
            concat(
                List.of("calibrate", "--input=" + lake.resolve("scores"), "--output=" + file),
                more));
    assertEquals("", call.failure());
    return file;
  }

  private static JsonNode onlyRun(Path output) throws IOException {
    try (Stream<Path> runs = Files.list(output.resolve("_thumbscore/runs"))) {
      return new ObjectMapper()
          .readTree(
              runs.filter(run -> run.toString().endsWith(".json"))
                  .findFirst()
                  .orElseThrow()
                  .toFile());
    }
  }

  private static String[] concat(List<String> first, String... more) {
    List<String> all = new ArrayList<>(first);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
