package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Articles made of the samples, in as many files and days as a test needs, and their scores. */
final class Lake {
  static final Path SAMPLES = resource("articles.parquet");
  static final Path MODEL = resource("bundles/random-clip");

  private Lake() {}

  /** A file that the tests of both modules read. */
  private static Path resource(String name) {
    return Path.of("../udf/src/test/resources/org/thumbscore", name).toAbsolutePath().normalize();
  }

  /**
   * Writes each sample some times over, under ids of their own, in a directory for each day.
   *
   * @param filesPerDay small ones, for slices are made of files
   */
  static void write(SparkSession spark, Path lake, int copies, int days, int filesPerDay) {
    Dataset<Row> samples = spark.read().parquet(SAMPLES.toString()).drop("date");
    samples
        .crossJoin(spark.range(copies).withColumnRenamed("id", "copy"))
        .selectExpr(
            "concat(id, '-', copy) as id",
            "source",
            "title",
            "summary",
            "thumbnail",
            "label",
            "concat('2026-11-0', 1 + pmod(hash(id, copy), %d)) as day".formatted(days))
        .repartition(filesPerDay)
        .write()
        .partitionBy("day")
        .parquet(lake.toString());
  }

  static List<String> score(Path input, Path output, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "score",
                "--input=" + input,
                "--output=" + output,
                "--model=" + MODEL,
                "--id-column=id",
                "--text-column=summary",
                "--image-column=thumbnail",
                "--keep=source,label",
                "--partition-by=day"));
    arguments.addAll(List.of(more));
    return arguments;
  }

  static Call run(List<String> arguments) {
    return Call.of(arguments.toArray(String[]::new));
  }

  /** Each row once, with the values of a run that nothing disturbed. */
  static void requireSame(Dataset<Row> expected, Dataset<Row> found) {
    assertEquals(lines(expected), lines(found));
  }

  /** Each row at most once, with the values of a run that nothing disturbed; how many there are. */
  static int requirePart(Dataset<Row> expected, Dataset<Row> found) {
    List<String> lines = lines(found);
    assertEquals(List.copyOf(new TreeSet<>(lines)), lines.stream().sorted().toList());
    TreeSet<String> strange = new TreeSet<>(lines);
    strange.removeAll(new TreeSet<>(lines(expected)));
    assertEquals(Set.of(), strange);
    return lines.size();
  }

  private static List<String> lines(Dataset<Row> scores) {
    return scores
        .selectExpr(
            "concat_ws('|', id, day, source, input_label, status, error, round(similarity, 5), text_tokens, label, threshold) as line")
        .orderBy("line")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /** The record of the run that ended last. */
  static JsonNode lastRun(Path output) throws IOException {
    try (Stream<Path> runs = Files.list(output.resolve("_thumbscore/runs"))) {
      List<JsonNode> read = new ArrayList<>();
      for (Path run : runs.filter(file -> file.toString().endsWith(".json")).toList()) {
        read.add(new ObjectMapper().readTree(run.toFile()));
      }
      return read.stream()
          .max((a, b) -> a.get("finished_at").asText().compareTo(b.get("finished_at").asText()))
          .orElseThrow();
    }
  }
}
