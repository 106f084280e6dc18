package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thumbscore.testing.SharedSpark;

/** Scores in tables of Iceberg and Delta on the local disk, by path and by name. */
@Tag("slow")
class TableOutputIT {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final int SLICES = 3;

  @TempDir static Path shared;
  private static Path whole;

  @TempDir Path folder;
  private Path input;

  @BeforeEach
  void writeLake() throws IOException {
    if (whole == null) {
      whole = shared.resolve("scores");
      Lake.write(SPARK, shared.resolve("articles"), 1, SLICES, 1);
      assertEquals("", Lake.run(Lake.score(shared.resolve("articles"), whole)).failure());
      Tables.registerCatalog("lake", shared.resolve("lake"));
    }
    input = folder.resolve("articles");
    copy(shared.resolve("articles"), input);
  }

  private Tables table(String format, String kind) {
    // The catalog forgets with the process, its directory does not.
    String name = "scores_" + System.nanoTime();
    if (kind.equals("path")) {
      return new Tables(format, folder.resolve(name).toString());
    }
    return new Tables(format, (format.equals("iceberg") ? "lake.news." : "default.") + name);
  }

  private Call score(Tables table, String... more) {
    return Lake.run(
        Lake.score(
            input,
            Path.of(table.location()),
            Stream.concat(
                    Stream.of("--output-format=" + table.format(), "--set=score.slice-size=1"),
                    Stream.of(more))
                .toArray(String[]::new)));
  }

  private Call scored(Tables table, String... more) {
    Call call = score(table, more);
    assertEquals("", call.failure());
    return call;
  }

  private static void assertWhole(Tables table) {
    Lake.requireSame(Call.table(whole), table.rows());
  }

  @ParameterizedTest
  @CsvSource({"iceberg,path", "iceberg,name", "delta,path", "delta,name"})
  void tableHoldsWhatFilesWould(String format, String kind) throws Exception {
    Tables table = table(format, kind);
    assertTrue(score(table, "--dry-run").out().startsWith("slices     3 to be scored"));
    Call first = scored(table, "--run-id=first");
    assertTrue(
        first.out().startsWith("slices     3 scored\nrows       96 in, 96 out"), first.out());
    assertTrue(first.out().contains("output     "), first.out());
    assertTrue(first.out().contains(table.location() + "\n"), first.out());
    assertWhole(table);
    assertEquals(SLICES, table.rows().select("slice").distinct().count());
    assertEquals(List.of("first", "first", "first"), runs(table));

    int commits = table.commits().size();
    Call second = scored(table);
    assertTrue(second.out().startsWith("slices     3 kept\n"), second.out());
    assertEquals(commits, table.commits().size());

    Files.setLastModifiedTime(someFile(input), FileTime.fromMillis(1_000));
    assertTrue(
        scored(table, "--dry-run").out().startsWith("slices     1 to be scored, 2 to be kept"));
    Call third = scored(table, "--run-id=third");
    assertTrue(third.out().startsWith("slices     1 scored, 2 kept"), third.out());
    assertEquals(List.of("first", "first", "first", "third"), runs(table));
    table.tidy();
    assertTrue(scored(table).out().startsWith("slices     3 kept\n"));
    assertWhole(table);
  }

  private static List<String> runs(Tables table) {
    return table.commits().stream()
        .map(commit -> commit.get("thumbscore.run-id"))
        .filter(Objects::nonNull)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"iceberg", "delta"})
  void failedRowsAreTriedAgainAndLabelsRewritten(String format) {
    Tables table = table(format, "path");
    scored(table, "--run-id=first");
    assertTrue(scored(table, "--run-id=again", "--retry-failed").out().contains("retried"));
    assertEquals(Map.of("first", 81L, "again", 15L), counts(table.rows(), "run_id"));
    assertWhole(table);

    Path calibration = folder.resolve("calibration.json");
    assertEquals("", Call.of("calibrate", "--input=" + whole, "--output=" + calibration).failure());
    Call relabelled = scored(table, "--calibration=" + calibration);
    assertTrue(relabelled.out().startsWith("slices     3 relabelled\n"), relabelled.out());
    assertTrue(relabelled.out().contains("device     none"), relabelled.out());
    assertEquals(40, table.rows().filter("label = 1").count());

    Tables labelled = table(format, "name");
    assertEquals(
        "",
        Call.of(
                "label",
                "--input=" + table.location(),
                "--input-format=" + format,
                "--calibration=" + calibration,
                "--output=" + labelled.location(),
                "--output-format=" + format)
            .failure());
    assertEquals(40, labelled.rows().filter("label = 1").count());
    assertEquals(Map.of("label", 96L), counts(labelled.rows(), "slice"));
  }

  private static Map<String, Long> counts(Dataset<Row> rows, String column) {
    return rows.groupBy(column).count().collectAsList().stream()
        .collect(java.util.stream.Collectors.toMap(r -> r.getString(0), r -> r.getLong(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"iceberg", "delta"})
  void embeddingsAreReusedOutOfTables(String format) throws Exception {
    Tables table = table(format, "path");
    scored(table, "--embeddings", "--run-id=first");
    String vectors = "sum(hash(id, similarity, image_embedding, text_embedding))";
    long before = table.rows().selectExpr(vectors).head().getLong(0);
    Files.setLastModifiedTime(someFile(input), FileTime.fromMillis(1_000));
    scored(table, "--embeddings", "--run-id=again");
    long again = table.rows().filter("run_id = 'again' and status = 'OK'").count();
    assertTrue(again > 0 && again < 81, again + " rows scored again");
    JsonNode embeddings = Lake.lastRun(Path.of(table.location())).get("embeddings");
    for (String kind : List.of("images", "texts")) {
      assertEquals(again, embeddings.at("/" + kind + "/reused").asLong(), kind);
      assertEquals(0, embeddings.at("/" + kind + "/computed").asLong(), kind);
    }
    assertEquals(before, table.rows().selectExpr(vectors).head().getLong(0));
    assertWhole(table);
  }

  @ParameterizedTest
  @ValueSource(strings = {"iceberg", "delta"})
  void whatIsRolledBackIsScoredAgain(String format) throws Exception {
    Tables table = table(format, "name");
    scored(table);
    Files.setLastModifiedTime(someFile(input), FileTime.fromMillis(1_000));
    assertTrue(scored(table).out().startsWith("slices     1 scored, 2 kept"));
    table.rollBack();
    // Its rows are as many as before; only the table's history tells.
    assertEquals(96, table.rows().count());
    assertTrue(scored(table).out().startsWith("slices     1 scored, 2 kept"));
    assertTrue(scored(table).out().startsWith("slices     3 kept"));
    assertWhole(table);
    SPARK.sql("DELETE FROM %s WHERE status = 'TEXT_MISSING'".formatted(table.location()));
    assertTrue(scored(table).out().contains(" scored"));
    assertWhole(table);
    SPARK.sql("DROP TABLE " + table.location());
    assertTrue(scored(table).out().startsWith("slices     3 scored"));
    assertWhole(table);
  }

  @ParameterizedTest
  @ValueSource(strings = {"iceberg", "delta"})
  void rowsOfOthersAreReplacedOnlyWhereAsked(String format) throws Exception {
    Tables table = table(format, "name");
    scored(table);
    Dataset<Row> foreign =
        table
            .rows()
            .limit(5)
            .selectExpr(
                Stream.of(table.rows().columns())
                    .map(c -> c.equals("slice") ? "cast(null as string) as slice" : c)
                    .toArray(String[]::new));
    foreign.localCheckpoint().writeTo(table.location()).append();
    Call refused = score(table);
    assertEquals(2, refused.code());
    assertTrue(
        refused
            .err()
            .contains(
                "it holds data already that this run would not account for (slice '' and 0 more slices); expected an empty table, or one of this command's"),
        refused.err());
    scored(table, "--overwrite");
    assertWhole(table);
    // Slices that are no more go with the first that is committed.
    Path gone = someFile(input);
    long rows = SPARK.read().parquet(gone.toString()).count();
    Files.delete(gone);
    scored(table, "--overwrite");
    assertEquals(96 - rows, table.rows().count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"iceberg", "delta"})
  void tableOfOtherColumnsIsRefused(String format) {
    Tables table = table(format, "path");
    scored(table);
    Call more = score(table, "--embeddings", "--overwrite");
    assertEquals(2, more.code());
    assertTrue(
        more.err()
            .contains(
                "its column 'image_embedding' is missing, expected array<float>. Choose another --output, or drop the table"),
        more.err());
    Call files = Lake.run(Lake.score(input, Path.of(table.location()), "--overwrite"));
    assertEquals(2, files.code());
    assertTrue(
        files.err().contains("found a table of " + (table.isIceberg() ? "Iceberg" : "Delta")),
        files.err());
    assertWhole(table);
    Call taken = score(new Tables(format, whole.toString()));
    assertEquals(2, taken.code());
    assertTrue(taken.err().contains("it holds files, but no "), taken.err());
    Tables parquet = table("delta", "name");
    SPARK.sql("CREATE TABLE %s (slice STRING) USING parquet".formatted(parquet.location()));
    Call plain = score(parquet);
    assertEquals(2, plain.code());
    assertTrue(
        plain.err().contains("found a table of parquet, expected one of delta"), plain.err());
  }

  @Test
  void namesThatAreNoneAreRefused() {
    Call format = score(new Tables("hudi", folder.resolve("x").toString()));
    assertEquals(2, format.code());
    assertEquals(
        "thumbscore: Unknown output format 'hudi'; expected parquet, iceberg, delta. Check --output-format\n",
        format.err());
    Call name = score(new Tables("iceberg", "lake news"));
    assertEquals(2, name.code());
    assertTrue(name.err().contains("that is no name of a table"), name.err());
    Call catalog = score(new Tables("iceberg", "nowhere.news.scores"));
    assertEquals(4, catalog.code());
    assertTrue(
        catalog
            .err()
            .contains(
                "Spark has no Iceberg catalog 'nowhere'. Add --conf spark.sql.catalog.nowhere=org.apache.iceberg.spark.SparkCatalog"),
        catalog.err());
    Call schema = score(new Tables("delta", "nowhere.scores"));
    assertEquals(4, schema.code());
    assertTrue(schema.err().contains("nowhere"), schema.err());
    assertFalse(Files.exists(folder.resolve("x")));
  }

  private static Path someFile(Path lake) throws IOException {
    try (Stream<Path> files = Files.walk(lake)) {
      return files
          .filter(f -> f.getFileName().toString().matches("[^.].*part-.*|part-.*"))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.sorted().toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
