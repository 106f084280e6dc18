package org.thumbscore.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.config.ConfigException;
import org.thumbscore.lake.storage.GateException;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.model.BundleException;
import org.thumbscore.quality.CalibrationException;
import org.thumbscore.testing.SharedSpark;

/** Scoring from a program, in a session of its own. */
class ScoreJobTest {
  private static final String VECTORS = "spark.sql.parquet.enableVectorizedReader";
  private static final Path RESOURCES =
      Path.of("../udf/src/test/resources/org/thumbscore").toAbsolutePath().normalize();
  private static final String SAMPLES = RESOURCES.resolve("articles.parquet").toString();
  private static final String MODEL = RESOURCES.resolve("bundles/random-clip").toString();
  private final SparkSession spark = SharedSpark.session();

  @TempDir Path folder;

  @Test
  void documentedExampleScoresInTheSessionOfItsCaller() throws IOException {
    String before = spark.conf().get(VECTORS);
    String scores = folder.resolve("scores").toString();
    RunSummary summary = ScoreArticles.score(spark, SAMPLES, MODEL, scores);
    assertEquals(96, summary.rows().out());
    assertEquals(Map.of("scored", 1), summary.slices());
    assertEquals("16", summary.config().get("score.batch-size"));
    assertFalse(spark.sparkContext().isStopped());
    assertEquals(before, spark.conf().get(VECTORS));
    assertEquals(96, spark.read().parquet(scores).select("id", "similarity", "source").count());
    assertEquals(Map.of("kept", 1), ScoreArticles.score(spark, SAMPLES, MODEL, scores).slices());
  }

  @Test
  void exampleIsTheOneOfTheDocumentation() throws IOException {
    String source =
        Files.readString(
            Path.of("src/test/java/org/thumbscore/run/ScoreArticles.java").toAbsolutePath());
    String readme = Files.readString(Path.of("README.md").toAbsolutePath());
    String example = source.substring(source.indexOf("    ScoreRequest request ="));
    example = example.substring(0, example.indexOf("    return summary;"));
    assertTrue(
        plain(readme).contains(plain(example)), "job/README.md has not the example\n" + example);
  }

  private static String plain(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  @Test
  void failuresAreTypedAndLeaveTheSessionAsItWas() {
    String before = spark.conf().get(VECTORS);
    assertThrows(ConfigException.class, () -> ScoreRequest.builder().input("a").build());
    assertThrows(ConfigException.class, () -> request("a").set("score.batch-sice", 16).build());
    assertThrows(ConfigException.class, () -> request("a").overwrite().retryFailed());
    assertThrows(InputException.class, () -> run(request("a").input("/no/such/articles")));
    assertThrows(InputException.class, () -> run(request("a").textColumn("text")));
    assertThrows(BundleException.class, () -> run(request("a").model("/no/such/model")));
    assertThrows(
        CalibrationException.class,
        () -> run(request("a").calibration(Path.of("/no/such/calibration.json"))));
    assertThrows(GateException.class, () -> run(request("a").set("score.max-reject-fraction", 0)));
    assertEquals(before, spark.conf().get(VECTORS));
    assertFalse(spark.sparkContext().isStopped());
    assertEquals(96, run(request("a")).rows().out());
  }

  @Test
  void credentialsInTheCommandLineAreRedacted() {
    ScoreRequest request =
        request("a").arguments(List.of("score", "--input=s3a://KEY:abc/def@bucket/a")).build();
    assertEquals(List.of("score", "--input=s3a://***@bucket/a"), request.arguments());
  }

  private ScoreRequestBuilder request(String output) {
    return ScoreRequest.builder()
        .input(SAMPLES)
        .output(folder.resolve(output).toString())
        .model(MODEL)
        .idColumn("id")
        .textColumn("summary")
        .imageColumn("thumbnail");
  }

  private RunSummary run(ScoreRequestBuilder request) {
    return ScoreJob.run(spark, request.build());
  }
}
