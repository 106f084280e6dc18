package org.thumbscore.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.encoder.UnitVectors;
import org.thumbscore.lake.source.ScoreTable;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.testing.SharedSpark;

/** Clusters and searches of images, on vectors whose cosines are easily computed. */
class DuplicateImagesTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final DataType VECTOR = DataTypes.createArrayType(DataTypes.FloatType, false);

  @TempDir Path folder;

  private static StructType scores(DataType embedding) {
    return new StructType()
        .add("id", DataTypes.StringType)
        .add("source", DataTypes.StringType)
        .add("similarity", DataTypes.FloatType)
        .add("image_embedding", embedding)
        .add("text_embedding", VECTOR)
        .add("image_sha256", DataTypes.StringType);
  }

  /** The vector at an angle in degrees; the cosine of two is that of the angle between them. */
  private static float[] at(double degrees) {
    return new float[] {
      (float) Math.cos(Math.toRadians(degrees)), (float) Math.sin(Math.toRadians(degrees))
    };
  }

  private static Row row(String id, String source, String image, Object embedding) {
    return RowFactory.create(id, source, 0.5f, embedding, at(0), image);
  }

  private EmbeddedImages stored(String name, List<Row> rows, DataType embedding) {
    String path = folder.resolve(name).toString();
    SPARK.createDataFrame(rows, scores(embedding)).repartition(2).write().parquet(path);
    ScoreTable table = ScoreTable.open(SPARK, new InputLocation(path, Optional.empty()));
    return EmbeddedImages.of(table, Optional.empty(), Optional.empty());
  }

  private Map<String, Row> written(String name) {
    Map<String, Row> rows = new TreeMap<>();
    SPARK
        .read()
        .parquet(folder.resolve(name).toString())
        .collectAsList()
        .forEach(row -> rows.put(row.getAs("id"), row));
    return rows;
  }

  /** A logo, a wire image in three versions that form a chain, and images of one article. */
  private static List<Row> lake() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      rows.add(row("logo" + i, "one", "a", at(0)));
    }
    rows.add(row("wire1", "one", "c", at(90)));
    rows.add(row("wire2", "two", "b", at(93)));
    rows.add(row("wire3", "two", "d", at(96)));
    rows.add(row("twice1", "two", "e", at(200)));
    rows.add(row("twice2", "two", "e", at(200)));
    rows.add(row("alone", "one", "f", at(45)));
    rows.add(row("path1", "one", null, at(150)));
    rows.add(row("path2", "two", null, at(150)));
    rows.add(RowFactory.create("none", "one", null, null, null, null));
    return rows;
  }

  @Test
  void everyRowHasTheClusterOfItsImage() {
    double fourDegrees = Math.cos(Math.toRadians(4));
    EmbeddedImages images = stored("lake", lake(), VECTOR);
    String output = folder.resolve("clusters").toString();
    RepeatedImages found = new DuplicateImages(images, fourDegrees, 4, 1).write(output);
    Map<String, Row> rows = written("clusters");
    assertEquals(13, rows.size());
    assertEquals("[a, 4, 1, 1, default]", cells(rows.get("logo2")));
    for (String wire : List.of("wire1", "wire2", "wire3")) {
      assertEquals("[b, 3, 3, 2, shared]", cells(rows.get(wire)), wire);
    }
    assertEquals("[e, 2, 1, 1, repeated]", cells(rows.get("twice1")));
    assertEquals("[f, 1, 1, 1, single]", cells(rows.get("alone")));
    assertEquals("[null, null, null, null, null]", cells(rows.get("none")));
    assertEquals("shared", rows.get("path1").getAs("image_use"));
    assertEquals(
        rows.get("path1").<String>getAs("image_cluster"),
        rows.get("path2").<String>getAs("image_cluster"));
    assertFalse(List.of(rows.get("alone").schema().fieldNames()).contains("image_embedding"));
    assertEquals(12, found.articles());
    assertEquals(7, found.images());
    assertEquals(5, found.clusters());
    assertEquals(1, found.recall());
    assertEquals(
        List.of(
            new RepeatedImages.UseCount(ImageUse.SINGLE, 1, 1),
            new RepeatedImages.UseCount(ImageUse.REPEATED, 1, 2),
            new RepeatedImages.UseCount(ImageUse.SHARED, 2, 5),
            new RepeatedImages.UseCount(ImageUse.DEFAULT, 1, 4)),
        found.uses());
    assertEquals("logo0", found.largest().get(0).example());
    assertEquals(4, found.largest().size());
  }

  private static String cells(Row row) {
    List<Object> cells = new ArrayList<>();
    for (String name :
        List.of("image_cluster", "cluster_articles", "cluster_images", "cluster_sources")) {
      cells.add(row.getAs(name));
    }
    cells.add(row.getAs("image_use"));
    return cells.toString();
  }

  @Test
  void nearerImagesOnlyAreConnected() {
    EmbeddedImages images = stored("lake", lake(), VECTOR);
    double twoDegrees = Math.cos(Math.toRadians(2));
    RepeatedImages found =
        new DuplicateImages(images, twoDegrees, 10, 1).write(folder.resolve("near").toString());
    assertEquals(7, found.clusters());
    assertEquals("repeated", written("near").get("logo0").getAs("image_use"));
  }

  /** Each vector of an image is compared with the one at the same place of the other. */
  @Test
  void imagesOfSeveralVectorsAreCompared() {
    List<Row> rows =
        List.of(
            row("a", "one", "a", new float[][] {at(0), at(90)}),
            row("b", "two", "b", new float[][] {at(1), at(91)}),
            row("c", "two", "c", new float[][] {at(90), at(0)}));
    EmbeddedImages images = stored("several", rows, DataTypes.createArrayType(VECTOR, false));
    new DuplicateImages(images, 0.99, 10, 1).write(folder.resolve("clusters").toString());
    Map<String, Row> found = written("clusters");
    assertEquals("a", found.get("b").getAs("image_cluster"));
    assertEquals("c", found.get("c").getAs("image_cluster"));
    List<Match> matches =
        new ImageSearch(images, 2, ImageSearch.Repeats.ONCE).find(UnitVectors.of(at(91)));
    assertEquals(List.of("b", "a"), matches.stream().map(Match::id).toList());
    assertEquals(1, matches.get(0).cosine(), 1e-6);
  }

  /**
   * More images than are all compared with each other, with known near-duplicates: those at the
   * least cosine are found as often as the plan says, and images that differ more not at all.
   */
  @Test
  void hashesFindWhatAllComparisonsFind() {
    int width = 64;
    int images = SignaturePlan.FEW + 1_000;
    Random random = new Random(1);
    double[] common = direction(random, width);
    List<Row> rows = new ArrayList<>();
    Map<String, String> copies = new HashMap<>();
    for (int i = 0; i < images; i++) {
      double[] image = unit(sum(common, direction(random, width), 1));
      String name = "i%05d".formatted(i);
      rows.add(row(name, "one", name, floats(image)));
      if (i % 5 == 0) {
        // At a cosine of 0.98, beside a chance cosine of 0.5.
        double[] copy = unit(sum(image, orthogonal(random, image), Math.tan(Math.acos(0.98))));
        rows.add(row(name + "copy", "two", name + "copy", floats(copy)));
        copies.put(name + "copy", name);
      }
    }
    EmbeddedImages stored = stored("many", rows, VECTOR);
    RepeatedImages found =
        new DuplicateImages(stored, 0.9799, 10, 1).write(folder.resolve("clusters").toString());
    assertTrue(found.recall() > 0.98 && found.recall() < 1, "recall " + found.recall());
    assertEquals(0, found.crowded());
    Map<String, Row> clusters = written("clusters");
    long met =
        copies.entrySet().stream()
            .filter(
                of ->
                    clusters
                        .get(of.getKey())
                        .getAs("image_cluster")
                        .equals(clusters.get(of.getValue()).getAs("image_cluster")))
            .count();
    assertTrue(met >= 0.97 * copies.size(), met + " of " + copies.size());
    Set<String> different = new HashSet<>();
    for (int i = 0; i < images; i++) {
      different.add(clusters.get("i%05d".formatted(i)).getAs("image_cluster"));
    }
    assertEquals(images, different.size());
  }

  private static double[] direction(Random random, int width) {
    return unit(random.doubles(width, -1, 1).toArray());
  }

  private static double[] orthogonal(Random random, double[] to) {
    double[] other = direction(random, to.length);
    double dot = 0;
    for (int i = 0; i < to.length; i++) {
      dot += to[i] * other[i];
    }
    return unit(sum(other, to, -dot));
  }

  private static double[] sum(double[] a, double[] b, double factor) {
    double[] sum = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      sum[i] = a[i] + factor * b[i];
    }
    return sum;
  }

  private static double[] unit(double[] vector) {
    double norm = 0;
    for (double value : vector) {
      norm += value * value;
    }
    double[] unit = new double[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = vector[i] / Math.sqrt(norm);
    }
    return unit;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** A chain of a hundred images becomes one cluster. */
  @Test
  void chainsAreFollowedToTheirEnd() {
    List<Row> pairs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      pairs.add(RowFactory.create("k%03d".formatted(i + 1), "k%03d".formatted(i)));
    }
    pairs.add(RowFactory.create("z", "y"));
    Dataset<Row> frame =
        SPARK.createDataFrame(pairs, new StructType().add("a", "string").add("b", "string"));
    List<Row> clusters = ConnectedImages.of(frame.repartition(3)).collectAsList();
    assertEquals(103, clusters.size());
    for (Row row : clusters) {
      assertEquals(row.getString(0).startsWith("k") ? "k000" : "y", row.getString(1));
    }
    assertEquals(0, ConnectedImages.of(frame.limit(0)).count());
  }

  @Test
  void searchListsAnImageOnceOrEachArticle() {
    EmbeddedImages images = stored("lake", lake(), VECTOR);
    UnitVectors query = UnitVectors.of(at(1));
    List<Match> once = new ImageSearch(images, 3, ImageSearch.Repeats.ONCE).find(query);
    assertEquals(List.of("logo0", "alone", "wire1"), once.stream().map(Match::id).toList());
    assertEquals(Math.cos(Math.toRadians(44)), once.get(1).cosine(), 1e-6);
    assertEquals("one", once.get(1).source());
    assertEquals(0.5f, once.get(1).similarity());
    List<Match> each = new ImageSearch(images, 5, ImageSearch.Repeats.EACH).find(query);
    assertEquals(
        List.of("logo0", "logo1", "logo2", "logo3", "alone"),
        each.stream().map(Match::id).toList());
    List<Match> all = new ImageSearch(images, 100, ImageSearch.Repeats.ONCE).find(query);
    assertEquals(7, all.size(), "as many as there are images");
  }

  @Test
  void scoresWithoutASourceAreOfOneSource() {
    String path = folder.resolve("plain").toString();
    SPARK.createDataFrame(lake(), scores(VECTOR)).drop("source").write().parquet(path);
    EmbeddedImages images =
        EmbeddedImages.of(
            ScoreTable.open(SPARK, new InputLocation(path, Optional.empty())),
            Optional.empty(),
            Optional.empty());
    new DuplicateImages(images, 0.99, 4, 1).write(folder.resolve("clusters").toString());
    Map<String, Row> rows = written("clusters");
    assertEquals("[a, 4, 1, 0, default]", cells(rows.get("logo2")));
    assertEquals("repeated", rows.get("wire1").getAs("image_use"));
    assertNull(
        new ImageSearch(images, 1, ImageSearch.Repeats.ONCE)
            .find(UnitVectors.of(at(0)))
            .get(0)
            .source());
  }
}
