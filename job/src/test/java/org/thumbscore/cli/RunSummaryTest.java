package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.common.Redaction;
import org.thumbscore.config.ConfigException;
import org.thumbscore.lake.source.SimilarityQuantiles;
import org.thumbscore.run.RunSummary;
import org.thumbscore.score.RowStatus;
import org.thumbscore.spark.metrics.EmbeddingTotals;

class RunSummaryTest {
  @Test
  void jsonHasTheDocumentedNames() throws Exception {
    JsonNode json = new ObjectMapper().readTree(summary().toJson());
    assertEquals("run-1", json.at("/run_id").textValue());
    assertEquals(218, json.at("/rows/by_status/OK").intValue());
    assertEquals(240, json.at("/rows/in").intValue());
    assertEquals("abcdef0123456789", json.at("/model/sha256").textValue());
    assertEquals(2.5, json.at("/seconds/start_up").doubleValue());
    assertEquals(80, json.at("/seconds/rows_per_second").doubleValue());
    assertEquals(1.5, json.at("/seconds/tasks/decode").doubleValue());
    assertEquals(0.2, json.at("/similarity/p50").doubleValue());
    assertEquals("input_label", json.at("/input/kept/label").textValue());
    assertEquals("auto", json.at("/config/score.device").textValue());
    assertEquals(1200, json.at("/embeddings/images/reused").longValue());
    assertEquals(200, json.at("/embeddings/texts/computed").longValue());
    assertFalse(json.has("calibration"));
  }

  @Test
  void textTellsRowsStagesAndModel() {
    String text = SummaryText.of(summary());
    assertTrue(
        text.contains("240 in, 240 out; 80.0 rows/s for 3.0 s after 2.5 s of start-up"), text);
    assertTrue(text.contains("IMAGE_MISSING     22"), text);
    assertTrue(text.contains("1,200 of images and 18 of texts reused; 30 and 200 computed"), text);
    assertTrue(text.contains("read 0.5 s (25%), decode 1.5 s (75%)"), text);
    assertTrue(text.contains("clip (sha256 abcdef012345)"), text);
    assertTrue(text.contains("cpu (CPUExecutionProvider), fp32"), text);
  }

  @Test
  void metricsOfTheLastRunReplaceThoseBefore(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("thumbscore.prom");
    MetricsFile metrics = MetricsFile.at(file, "score");
    metrics.write(summary());
    List<String> lines = Files.readAllLines(file);
    for (String expected :
        List.of(
            "thumbscore_run_exit_code{command=\"score\"} 0",
            "# TYPE thumbscore_run_rows gauge",
            "thumbscore_run_rows{command=\"score\",status=\"OK\"} 218",
            "thumbscore_run_slices{command=\"score\",action=\"scored\"} 3",
            "thumbscore_run_rows_per_second{command=\"score\"} 80.000",
            "thumbscore_run_task_seconds{command=\"score\",stage=\"decode\"} 1.500",
            "thumbscore_run_embeddings{command=\"score\",kind=\"text\",origin=\"reused\"} 18")) {
      assertTrue(lines.contains(expected), expected);
    }
    metrics.write(ExitCode.GATE);
    lines = Files.readAllLines(file);
    assertTrue(lines.contains("thumbscore_run_exit_code{command=\"score\"} 3"));
    assertTrue(lines.stream().noneMatch(line -> line.contains("thumbscore_run_rows")));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
    for (Path wrong : List.of(folder, folder.resolve("no/file"))) {
      ConfigException refused =
          assertThrows(ConfigException.class, () -> MetricsFile.at(wrong, "score"));
      assertTrue(refused.getMessage().startsWith("Invalid --metrics-file: " + wrong));
    }
  }

  @Test
  void credentialsAreBlankedInArguments() {
    assertEquals(
        List.of("--input", "s3a://***@lake/a", "--set", "https://x/y?***", "plain@text"),
        Redaction.redactAll(
            List.of(
                "--input", "s3a://key:secret@lake/a", "--set", "https://x/y?sig=1", "plain@text")));
  }

  private static RunSummary summary() {
    Map<String, Double> tasks = new LinkedHashMap<>();
    tasks.put("read", 0.5);
    tasks.put("decode", 1.5);
    return new RunSummary(
        "run-1",
        "2026-11-01T00:00:00Z",
        "2026-11-01T00:01:00Z",
        List.of("score"),
        Map.of("score.device", "auto"),
        new RunSummary.Versions("0.1.0", "4.0.1", "17"),
        new RunSummary.Input("in", "parquet", "id", "t", "i", Map.of("label", "input_label")),
        new RunSummary.Output("file:/out", List.of()),
        new RunSummary.Model("clip", "/models/clip", "abcdef0123456789", "clip"),
        Set.of("cpu (CPUExecutionProvider), fp32"),
        Map.of("scored", 3),
        new RunSummary.Rows(240, 240, Map.of(RowStatus.OK, 218L, RowStatus.IMAGE_MISSING, 22L)),
        new RunSummary.Embeddings(new EmbeddingTotals(30, 1200), new EmbeddingTotals(200, 18)),
        new RunSummary.Seconds(2.5, 3, 80, tasks),
        new SimilarityQuantiles(-0.1, 0, 0.1, 0.2, 0.3, 0.4, 0.5),
        null,
        null);
  }
}
