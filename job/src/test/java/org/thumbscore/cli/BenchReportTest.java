package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.thumbscore.bench.BenchResult;
import org.thumbscore.bench.BenchResult.Pipeline;
import org.thumbscore.bench.BenchResult.Step;
import org.thumbscore.bench.BenchResult.TowerRate;

class BenchReportTest {
  private static final TowerRate FP32 =
      rate("cpu (CPUExecutionProvider), fp32", Map.of("score.precision", "fp32"), 32, 100);
  private static final TowerRate INT8 =
      rate("cpu (CPUExecutionProvider), int8", Map.of("score.precision", "int8"), 64, 250);
  private static final TowerRate MISSING =
      new TowerRate("openvino, lib", Map.of(), false, 32, 0, 0, 0, "Cannot find lib");

  private static TowerRate rate(
      String device, Map<String, String> settings, int batch, double articles) {
    return new TowerRate(device, settings, false, batch, articles, articles, articles, null);
  }

  private static BenchResult result(double millis, TowerRate... rates) {
    return new BenchResult(
        new BenchResult.Machine("A processor", 2, "Linux amd64", "17", "1.28.0"),
        new BenchResult.Model("m", "clip", "0123456789abcdef"),
        new BenchResult.Articles("2 drawn JPEGs", 45_000, 30),
        List.of(rates),
        List.of(new Step("decode", 1_000 / millis)),
        new Pipeline(FP32.device(), 32, 1_000, 10, 95, 100, 98, Map.of("decode", 1.0)));
  }

  @Test
  void fasterModelIsAdvisedWithItsSettings() {
    BenchReport report =
        BenchReport.of(result(1, FP32, INT8, MISSING), Optional.empty(), Optional.empty());
    assertEquals(
        List.of(
            "--set score.precision=int8 --set score.batch-size=64 runs the model 2.5 times as fast; with a calibration, score.rescore-band=auto keeps the labels of fp32"),
        report.advice());
    String text = report.text();
    assertTrue(text.contains("openvino, lib                      Cannot find lib\n"), text);
    assertTrue(text.contains("advice     --set score.precision=int8"), text);
    assertFalse(text.contains("the whole job"), text);
  }

  @Test
  void nothingIsAdvisedWhereNothingHelps() {
    BenchReport.Job job = new BenchReport.Job(2_000, 21, 94, 5);
    BenchReport report = BenchReport.of(result(1, FP32), Optional.empty(), Optional.of(job));
    assertEquals(List.of(), report.advice());
    String text = report.text();
    assertTrue(
        text.matches("(?s).*the whole job, parquet to parquet +94\\.0 +0\\.94 +0\\.96\n.*"), text);
    assertTrue(text.contains("rows       1,000 in 10.0 s; the job 2,000 in 21.0 s"), text);
  }

  @Test
  void costsOfPreparingAndOfSparkAreNamed() {
    BenchReport.Job job = new BenchReport.Job(200, 4, 50, 5);
    BenchReport report = BenchReport.of(result(30, FP32), Optional.empty(), Optional.of(job));
    assertEquals(2, report.advice().size(), report.advice().toString());
    assertTrue(
        report.advice().get(0).startsWith("preparing an article takes 30.00 ms of a core, and"));
    assertTrue(
        report.advice().get(1).startsWith("Spark, reading and writing take 47% of the job's time"));
  }

  @Test
  void jsonHasTheSameFigures() throws IOException {
    BenchReport report =
        BenchReport.of(
            result(1, FP32), Optional.empty(), Optional.of(new BenchReport.Job(2_000, 21, 94, 5)));
    JsonNode json = new ObjectMapper().readTree(report.json());
    assertEquals(94, json.at("/job/articles").asDouble());
    assertEquals(100, json.at("/result/towers/0/articles").asDouble());
    assertEquals("fp32", json.at("/result/towers/0/settings/score.precision").asText());
    assertEquals(1, json.at("/result/steps/0/millis").asDouble());
    assertEquals(45_000, json.at("/result/articles/mean_bytes").asDouble());
  }

  @Test
  void checksOfTheGpuAreListedWithTheirOutcome() {
    List<BenchResult.Check> checks =
        List.of(
            new BenchResult.Check("similarities", true, "within 1e-7"),
            new BenchResult.Check("utilization", null, "93%"));
    BenchReport fine = BenchReport.of(result(1, FP32), Optional.of(checks), Optional.empty());
    assertFalse(fine.failed());
    String text = fine.text();
    assertTrue(text.contains("similarities       passed  within 1e-7\n"), text);
    assertTrue(text.contains("utilization        -       93%\n"), text);

    List<BenchResult.Check> failed = List.of(new BenchResult.Check("memory", false, "grows"));
    BenchReport bad = BenchReport.of(result(1, FP32), Optional.of(failed), Optional.empty());
    assertTrue(bad.failed());
    assertTrue(bad.text().contains("FAILED  grows\n"), bad.text());
  }
}
