package org.thumbscore.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.lake.source.ScoreTable;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.score.ScoreColumns;
import org.thumbscore.testing.SharedSpark;

/** Articles compared with the images of others, on vectors whose cosines are easily computed. */
class MismatchedRunTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final StructType SCORES =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("source", DataTypes.StringType)
          .add("similarity", DataTypes.FloatType)
          .add("text_embedding", DataTypes.createArrayType(DataTypes.FloatType, false))
          .add("image_embedding", DataTypes.createArrayType(DataTypes.FloatType, false))
          .add("text_sha256", DataTypes.StringType)
          .add("image_sha256", DataTypes.StringType);

  @TempDir Path folder;

  /** The vector at an angle in degrees; the cosine of two is that of the angle between them. */
  private static float[] at(double degrees) {
    return new float[] {
      (float) Math.cos(Math.toRadians(degrees)), (float) Math.sin(Math.toRadians(degrees))
    };
  }

  private static Row row(String id, String image, double text, double angle) {
    float similarity =
        (float) (at(text)[0] * (double) at(angle)[0] + at(text)[1] * (double) at(angle)[1]);
    return RowFactory.create(
        id, "s" + id.charAt(0), similarity, at(text), at(angle), "t" + id, image);
  }

  private ScoreTable stored(String name, List<Row> rows) {
    return stored(name, SPARK.createDataFrame(rows, SCORES).repartition(2));
  }

  private ScoreTable stored(String name, Dataset<Row> rows) {
    String path = folder.resolve(name).toString();
    rows.write().parquet(path);
    return ScoreTable.open(SPARK, new InputLocation(path, Optional.empty()));
  }

  private static MismatchedRun run(int images, Optional<String> cluster) {
    return new MismatchedRun("model", images, cluster, 100, 1);
  }

  private static Map<String, Double> percentiles(MismatchedRun.Ranked ranked) {
    Map<String, Double> found = new TreeMap<>();
    ranked
        .rows()
        .collectAsList()
        .forEach(row -> found.put(row.getAs("id"), row.<Double>getAs(MismatchedRun.PERCENTILE)));
    return found;
  }

  /** Images at 0, 10, 20 and 30 degrees; ties count half, and an article's own image not at all. */
  @Test
  void theShareOfLessSimilarImagesIsCounted() {
    List<Row> rows =
        new ArrayList<>(
            List.of(
                row("a", "i0", 0, 0),
                row("b", "i10", 0, 10),
                row("c", "i20", 15, 20),
                row("d", "i30", 15, 30),
                row("e", "i0", 30, 0)));
    rows.add(RowFactory.create("f", "sf", null, null, null, null, null));
    ScoreTable table = stored("angles", rows);
    MismatchedRun run = run(100, Optional.empty());
    MismatchedRun.Ranked ranked = run.percentiles(table);
    Map<String, Double> found = percentiles(ranked);
    assertEquals(4, ranked.others().size());
    assertEquals(1, found.get("a"));
    assertEquals(2.0 / 3, found.get("b"));
    assertTrue(found.get("c") >= 2.0 / 3 && found.get("c") <= 1, "10 and 20 degrees are a tie");
    assertTrue(found.get("d") <= 0.5 / 3, "of 0 and 30 degrees, beside two that are nearer");
    assertEquals(0, found.get("e"));
    assertNull(found.get("f"));
    Mismatched result = run.run(table, ranked);
    assertEquals(5, result.rows());
    assertEquals(1, result.unscored());
    double mean =
        found.values().stream().filter(p -> p != null).mapToDouble(p -> p).average().orElseThrow();
    assertEquals(mean, result.auc().value(), 1e-12);
    assertEquals(result.interval(), run.run(table, run.percentiles(table)).interval());
  }

  /** The choice of images depends on the seed and not on the order or partitions of rows. */
  @Test
  void theSampleIsThatOfTheSeed() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      rows.add(row("%02d".formatted(i), "i" + i, 3 * i, 3 * i + 50.0 * (i % 3)));
    }
    Dataset<Row> scores = SPARK.createDataFrame(rows, SCORES);
    ScoreTable one = stored("one", scores.repartition(1));
    ScoreTable many = stored("many", scores.orderBy("similarity").repartition(7));
    MismatchedRun run = run(10, Optional.empty());
    assertEquals(percentiles(run.percentiles(one)), percentiles(run.percentiles(many)));
    assertEquals(
        run.run(one, run.percentiles(one)).auc().value(),
        run.run(many, run.percentiles(many)).auc().value(),
        1e-12);
    MismatchedRun other = new MismatchedRun("model", 10, Optional.empty(), 100, 2);
    assertTrue(
        !percentiles(run.percentiles(one)).equals(percentiles(other.percentiles(one))),
        "another seed, other images");
    Interval rowsAlone = run.run(one, run.percentiles(one)).auc().interval();
    MismatchedRun clustered = run(10, Optional.of("source"));
    Interval sources = clustered.run(one, clustered.percentiles(one)).auc().interval();
    assertTrue(rowsAlone.low() < rowsAlone.high() && sources.low() < sources.high());
    assertTrue(!rowsAlone.equals(sources));
  }

  /**
   * Images at 0 to 59 degrees from texts at 0: with one choice of images for all articles, nearer
   * images could never have a lower percentile.
   */
  @Test
  void eachArticleHasImagesOfItsOwn() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      rows.add(row("%02d".formatted(i), "i" + i, 0, i));
    }
    Map<String, Double> some =
        percentiles(run(10, Optional.empty()).percentiles(stored("own", rows)));
    List<Double> byAngle = List.copyOf(some.values());
    assertTrue(
        IntStream.range(1, byAngle.size()).anyMatch(i -> byAngle.get(i) > byAngle.get(i - 1)),
        byAngle::toString);
    assertEquals(0.5, byAngle.stream().mapToDouble(p -> p).average().orElseThrow(), 0.1);
    Map<String, Double> all =
        percentiles(run(59, Optional.empty()).percentiles(stored("all", rows)));
    for (int i = 0; i < 60; i++) {
      assertEquals((59 - i) / 59.0, all.get("%02d".formatted(i)), 1e-12);
    }
  }

  /** Images that were read by their paths have no digest. */
  @Test
  void imagesWithoutDigestsAreToldApartByTheirEmbeddings() {
    List<Row> rows =
        List.of(
            row("a", null, 0, 0),
            row("b", null, 0, 10),
            row("c", null, 0, 20),
            row("d", null, 15, 0));
    MismatchedRun.Ranked ranked = run(10, Optional.empty()).percentiles(stored("paths", rows));
    assertEquals(3, ranked.others().size());
    assertEquals(Map.of("a", 1.0, "b", 0.5, "c", 0.0, "d", 0.0), percentiles(ranked));
  }

  @Test
  void percentilesAreWrittenWithoutEmbeddings() {
    List<Row> rows = List.of(row("a", "i0", 0, 0), row("b", "i10", 0, 10));
    MismatchedRun.Ranked ranked = run(10, Optional.empty()).percentiles(stored("written", rows));
    String path = folder.resolve("ranked").toString();
    ranked.write(path);
    Dataset<Row> found = SPARK.read().parquet(path);
    assertEquals(
        List.of(
            "id", "source", "similarity", "text_sha256", "image_sha256", MismatchedRun.PERCENTILE),
        List.of(found.columns()));
    assertEquals(2, found.count());
    assertThrows(Exception.class, () -> ranked.write(path));
    assertEquals(2, SPARK.read().parquet(path).count(), "what was there is kept");
  }

  @Test
  void scoresWithoutEmbeddingsOrOtherImagesAreRefused() {
    List<Row> rows = List.of(row("a", "i0", 0, 0), row("b", "i0", 0, 0));
    MismatchedRun run = run(10, Optional.empty());
    ScoreTable bare = stored("bare", SPARK.createDataFrame(rows, SCORES).drop("image_embedding"));
    assertTrue(refusal(run, bare).contains("Score with --embeddings"));
    assertTrue(refusal(run, stored("same", rows)).contains("fewer than two images"));
    Dataset<Row> undigested = SPARK.createDataFrame(rows, SCORES).drop("text_sha256");
    assertTrue(refusal(run, stored("undigested", undigested)).contains("no column 'text_sha256'"));
    Dataset<Row> two =
        SPARK.createDataFrame(rows, SCORES).selectExpr("*", "id as " + ScoreColumns.MODEL_SHA256);
    assertTrue(refusal(run, stored("two", two)).contains("scores of several models"));
  }

  private static String refusal(MismatchedRun run, ScoreTable table) {
    return assertThrows(CalibrationException.class, () -> run.percentiles(table)).getMessage();
  }
}
