package org.thumbscore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thumbscore.lake.table.TableSettings;
import org.thumbscore.spark.ml.ThumbnailScorer;
import org.thumbscore.testing.SharedSpark;

/**
 * A stream of files is scored into a table while its application is killed again and again, half of
 * the times just after the table has a commit that the stream has not noted yet.
 */
@Tag("slow")
class StreamKillIT {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final String MODEL = Lake.MODEL.toString();
  private static final String CATALOG = "streams";
  private static final String ICEBERG_TABLE = CATALOG + ".news.streamed";
  private static final int KILLS = 2;
  private static final int FILES = 6;
  private static final int PATIENCE_SECONDS = 180;
  private static final long SEED = 20_261_130;

  @TempDir Path folder;

  /** The application: it scores what appears in a directory until it is killed. */
  static final class Scorer {
    private Scorer() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[1]);
      SparkSession spark = SparkSession.builder().appName("stream").getOrCreate();
      Dataset<Row> articles =
          spark
              .readStream()
              .schema("id string, summary string, thumbnail binary")
              .option("maxFilesPerTrigger", 1)
              .parquet(folder.resolve("articles").toString());
      DataStreamWriter<Row> writer =
          scorer(args[2])
              .transform(articles)
              .drop("thumbnail")
              .writeStream()
              .format(args[0])
              .option("checkpointLocation", folder.resolve("checkpoint").toString());
      if (args[0].equals("iceberg")) {
        writer.toTable(ICEBERG_TABLE).awaitTermination();
      } else {
        writer.start(folder.resolve("table").toString()).awaitTermination();
      }
    }
  }

  private static ThumbnailScorer scorer(String model) {
    return new ThumbnailScorer().setModel(model).setTextCol("summary").setImageCol("thumbnail");
  }

  @ParameterizedTest
  @CsvSource({"delta", "iceberg"})
  void everyRowIsThereOnceHoweverOftenTheStreamIsKilled(String format) throws Exception {
    Path articles = Files.createDirectories(folder.resolve("articles"));
    Dataset<Row> lake = copies();
    lake.repartition(FILES).write().parquet(folder.resolve("source").toString());
    Iterator<Path> files = parts(folder.resolve("source")).iterator();
    if (format.equals("iceberg")) {
      Tables.registerCatalog(CATALOG, folder.resolve("warehouse"));
      scorer(MODEL).transform(lake).drop("thumbnail").limit(0).writeTo(ICEBERG_TABLE).create();
    }
    Random random = new Random(SEED);
    int unnoted = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      for (int i = 0; i < FILES / (KILLS + 1); i++) {
        move(files.next(), articles);
      }
      Process stream = start(format);
      long seen = commits(format);
      await(stream, () -> commits(format) > seen);
      if (kill % 2 == 1) {
        Thread.sleep(random.nextInt(1_000));
      }
      stream.destroyForcibly().waitFor();
      unnoted += commits(format) > noted() ? 1 : 0;
    }
    Process last = start(format);
    // Some files come while the stream runs.
    while (files.hasNext()) {
      long before = noted();
      move(files.next(), articles);
      await(last, () -> noted() > before);
    }
    long rows = lake.count();
    await(last, () -> table(format).select("id").distinct().count() == rows, 1_000);
    last.destroyForcibly().waitFor();

    Map<String, Row> expected = byId(scorer(MODEL).transform(lake));
    Map<String, Row> found = byId(table(format));
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach(
        (id, row) -> {
          assertEquals(row.<String>getAs("status"), found.get(id).getAs("status"), id);
          Float similarity = row.getAs("similarity");
          assertEquals(similarity == null, found.get(id).getAs("similarity") == null, id);
          if (similarity != null) {
            assertEquals(similarity, found.get(id).<Float>getAs("similarity"), 1e-5F, id);
          }
        });
    System.out.printf(
        "%s: killed %d times, %d of them before the stream had noted a commit%n",
        format, KILLS, unnoted);
  }

  /** Every article twice, under ids of their own. */
  private static Dataset<Row> copies() {
    return SPARK
        .read()
        .parquet(Lake.SAMPLES.toString())
        .crossJoin(SPARK.range(2).withColumnRenamed("id", "copy"))
        .select(
            functions.expr("concat(id, '-', copy) as id"),
            functions.col("summary"),
            functions.col("thumbnail"))
        .coalesce(1)
        .cache();
  }

  private static Map<String, Row> byId(Dataset<Row> scores) {
    // Fails where an id is there twice.
    return scores.select("id", "status", "similarity").collectAsList().stream()
        .collect(Collectors.toMap(row -> row.getString(0), row -> row));
  }

  private Dataset<Row> table(String format) {
    if (format.equals("iceberg")) {
      SPARK.catalog().refreshTable(ICEBERG_TABLE);
      return SPARK.table(ICEBERG_TABLE);
    }
    return SPARK.read().format("delta").load(folder.resolve("table").toString());
  }

  /** The commits of the table, of which that of an empty Iceberg table is none. */
  private long commits(String format) throws IOException {
    return format.equals("iceberg")
        ? files(folder.resolve("warehouse/news/streamed/metadata"), "v\\d+\\.metadata\\.json") - 1
        : files(folder.resolve("table/_delta_log"), "\\d+\\.json");
  }

  /** The batches that the stream has noted as done. */
  private long noted() throws IOException {
    return files(folder.resolve("checkpoint/commits"), "\\d+");
  }

  private static long files(Path directory, String pattern) throws IOException {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches(pattern))
          .count();
    }
  }

  private static List<Path> parts(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.getFileName().toString().startsWith("part-")).sorted().toList();
    }
  }

  private static void move(Path file, Path directory) throws IOException {
    Files.move(file, directory.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Something to wait for. */
  @FunctionalInterface
  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(Process process, Condition condition) throws Exception {
    await(process, condition, 2);
  }

  /** Waits for the condition, as long as the stream lives and notes a batch now and then. */
  private void await(Process process, Condition condition, long pauseMillis) throws Exception {
    long batches = noted();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.holds()) {
      assertTrue(process.isAlive(), () -> "The stream has ended. " + output());
      if (noted() > batches) {
        batches = noted();
        end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      }
      assertTrue(System.nanoTime() < end, () -> "The stream does nothing more. " + output());
      Thread.sleep(pauseMillis);
    }
  }

  /** What the applications have printed and logged. */
  private String output() {
    StringBuilder output = new StringBuilder();
    for (String file : List.of("stream.err", "target/test.log")) {
      try {
        output.append(Files.readString(folder.resolve(file)));
      } catch (IOException e) {
        output.append(e);
      }
    }
    return output.toString();
  }

  private Process start(String format) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(word -> word.startsWith("--add-opens") || word.startsWith("-XX:+Ignore"))
        .forEach(command::add);
    TableSettings.missing(new SparkConf(false))
        .forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.addAll(
        List.of(
            "-Xmx1g",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "-Dspark.driver.host=127.0.0.1",
            "-Dspark.databricks.delta.snapshotPartitions=1",
            "-Dspark.sql.catalog." + CATALOG + "=org.apache.iceberg.spark.SparkCatalog",
            "-Dspark.sql.catalog." + CATALOG + ".type=hadoop",
            "-Dspark.sql.catalog." + CATALOG + ".warehouse=" + folder.resolve("warehouse"),
            Scorer.class.getName(),
            format,
            folder.toString(),
            MODEL));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(folder.resolve("stream.err").toFile())
        .start();
  }
}
