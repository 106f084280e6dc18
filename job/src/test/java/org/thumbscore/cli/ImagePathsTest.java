package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.testing.SharedSpark;

/** Articles whose images are files beside them. */
class ImagePathsTest {
  private static final SparkSession SPARK = SharedSpark.session();

  @TempDir Path folder;
  private Path input;
  private Path output;

  @BeforeEach
  void writeArticlesAndImages() throws IOException {
    input = folder.resolve("articles");
    output = folder.resolve("scores");
    Path images = Files.createDirectories(input.resolve("_pictures"));
    Dataset<Row> samples = SPARK.read().parquet(Lake.SAMPLES.toString());
    for (Row row : samples.filter("thumbnail is not null").collectAsList()) {
      Files.write(images.resolve(row.<String>getAs("id")), row.<byte[]>getAs("thumbnail"));
    }
    samples
        .selectExpr(
            "id",
            "source",
            "summary",
            "label",
            "'2026-11-01' as day",
            "if(thumbnail is null, null, concat('_pictures/', id)) as thumbnail")
        .coalesce(1)
        .write()
        .mode("append")
        .parquet(input.toString());
  }

  @Test
  void scoresAreThoseOfImagesInRows() throws IOException {
    Path rows = folder.resolve("rows");
    Lake.write(SPARK, rows, 1, 1, 1);
    Path expected = folder.resolve("expected");
    assertEquals("", Lake.run(Lake.score(rows, expected)).failure());
    Call run = scored();
    assertTrue(run.out().contains("images "), run.out());
    assertTrue(Lake.lastRun(output).at("/seconds/tasks/images").asDouble() > 0);
    assertEquals(similarities(expected, "left(id, length(id) - 2)"), similarities(output, "id"));
  }

  private static List<String> similarities(Path scores, String id) {
    return Call.table(scores)
        .selectExpr(
            "concat_ws('|', %s, status, round(similarity, 5), text_tokens) as line".formatted(id))
        .orderBy("line")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void anotherImageBehindTheSamePathIsNoticedOnlyWithOverwrite() throws IOException {
    scored();
    String id = Call.table(output).filter("status = 'OK'").select("id").head().getString(0);
    Files.delete(input.resolve("_pictures").resolve(id));
    assertTrue(scored().out().startsWith("slices     1 kept"));
    assertEquals("OK", status(id));
    scored("--overwrite");
    assertEquals("IMAGE_UNREADABLE", status(id));
    String error =
        Call.table(output).filter("id = '%s'".formatted(id)).select("error").head().getString(0);
    assertEquals(
        "Cannot read image file:%s/_pictures/%s: no such file".formatted(input, id), error);
  }

  private String status(String id) {
    Dataset<Row> row = Call.table(output).filter("id = '%s'".formatted(id));
    return row.select("status").head().getString(0);
  }

  @Test
  void anotherBaseIsAnotherScore() {
    scored();
    Call elsewhere =
        Lake.run(Lake.score(input, output, "--dry-run", "--set=score.images.base=" + folder));
    assertTrue(
        elsewhere
            .out()
            .contains("score.images.base changed from file:%s to file:%s".formatted(input, folder)),
        elsewhere.out() + elsewhere.err());
  }

  @Test
  void credentialsOfTheBaseAreNotKept() {
    String base = "file://me:secret@host" + input;
    Call run = Lake.run(Lake.score(input, output, "--set=score.images.base=" + base));
    assertFalse((run.out() + run.err()).contains("secret"), run.out() + run.err());
  }

  private Call scored(String... more) {
    Call call = Lake.run(Lake.score(input, output, more));
    assertEquals("", call.failure());
    return call;
  }
}
