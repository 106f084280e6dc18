package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.testing.SharedSpark;

/**
 * Articles in tables of Iceberg and Delta: what is the same is kept, what has changed is scored.
 */
class TableInputIT {
  private static final SparkSession SPARK = SharedSpark.session();

  @TempDir Path folder;
  private Dataset<Row> articles;

  @BeforeEach
  void readSamples() {
    Lake.write(SPARK, folder.resolve("articles"), 1, 1, 1);
    articles = SPARK.read().parquet(folder.resolve("articles").toString());
  }

  private Call score(String input, String format) {
    Call call =
        Lake.run(Lake.score(Path.of(input), folder.resolve("scores"), "--input-format=" + format));
    assertEquals("", call.failure());
    return call;
  }

  @Test
  void icebergTableIsScoredAgainWhereItsSnapshotChanged() throws Exception {
    // A catalog of its own, for the shared one is cached with another test's directory.
    String name = "inputs.news.articles";
    SPARK.conf().set("spark.sql.catalog.inputs", "org.apache.iceberg.spark.SparkCatalog");
    SPARK.conf().set("spark.sql.catalog.inputs.type", "hadoop");
    SPARK.conf().set("spark.sql.catalog.inputs.warehouse", folder.resolve("inputs").toString());
    articles.writeTo(name).using("iceberg").create();
    assertTrue(score(name, "iceberg").out().startsWith("rows       96 in, 96 out"));
    assertTrue(score(name, "iceberg").out().startsWith("slices     1 kept"));
    SPARK.sql("DELETE FROM %s WHERE id like '%%1-0'".formatted(name));
    long left = SPARK.table(name).count();
    Call changed = score(name, "iceberg");
    assertTrue(
        changed.out().startsWith("rows       %d in, %d out".formatted(left, left)), changed.out());
    // By its path it is the same table, but another input.
    Path path = folder.resolve("inputs/news/articles");
    Call other = Lake.run(Lake.score(path, folder.resolve("others"), "--input-format=iceberg"));
    assertEquals("", other.failure());
    assertTrue(other.out().startsWith("rows       " + left), other.out());
    Call kept = Lake.run(Lake.score(path, folder.resolve("others"), "--input-format=iceberg"));
    assertTrue(kept.out().startsWith("slices     1 kept"), kept.out());
  }

  @Test
  void deltaTableIsScoredFileByFileUnlessItsFilesHideDeletions() {
    String path = folder.resolve("delta").toString();
    articles.repartition(2).write().format("delta").save(path);
    assertTrue(score(path, "delta").out().startsWith("rows       96 in, 96 out"));
    assertTrue(score(path, "delta").out().startsWith("slices     1 kept"));
    String vectors = folder.resolve("vectors").toString();
    articles
        .coalesce(1)
        .write()
        .format("delta")
        .options(Map.of("delta.enableDeletionVectors", "true"))
        .save(vectors);
    String[] file = SPARK.read().format("delta").load(vectors).inputFiles();
    Path scores = folder.resolve("scores-of-vectors");
    assertEquals(
        "", Lake.run(Lake.score(Path.of(vectors), scores, "--input-format=delta")).failure());
    SPARK.sql("DELETE FROM delta.`%s` WHERE id like '%%1-0'".formatted(vectors));
    Dataset<Row> left = SPARK.read().format("delta").load(vectors);
    assertEquals(1, left.inputFiles().length);
    assertEquals(file[0], left.inputFiles()[0]);
    Call changed = Lake.run(Lake.score(Path.of(vectors), scores, "--input-format=delta"));
    assertEquals("", changed.failure());
    assertEquals(left.count(), Call.table(scores).count());
    assertTrue(
        Lake.run(Lake.score(Path.of(vectors), scores, "--input-format=delta"))
            .out()
            .startsWith("slices     1 kept"));
  }
}
