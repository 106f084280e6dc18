package org.thumbscore.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.bench.Workload;

/**
 * Measures the whole job, from parquet to parquet, in Spark's local mode. Articles and scores are
 * written to a temporary directory, which is removed.
 */
public final class JobRate {
  private static final String ID = "id";
  private static final String TEXT = "text";
  private static final String IMAGE = "image";
  private static final StructType ARTICLES =
      new StructType().add(ID, "long").add(TEXT, "string").add(IMAGE, "binary");
  private static final Map<String, String> SPARK = Map.of("spark.ui.enabled", "false");

  private JobRate() {}

  /**
   * Scores articles.
   *
   * @param rows the number of articles
   * @param request the model and the configuration; the input, the output and the columns are set
   *     here
   * @return the summary of the run
   */
  public static RunSummary of(Workload workload, long rows, ScoreRequestBuilder request) {
    try (Scratch scratch = Scratch.create();
        SparkRuntime spark = SparkRuntime.start("thumbscore bench", SPARK)) {
      Path articles = scratch.directory().resolve("articles");
      write(spark.session(), workload, rows, articles);
      return ScoreJob.run(
          request
              .input(articles.toString())
              .output(scratch.directory().resolve("scores").toString())
              .idColumn(ID)
              .textColumn(TEXT)
              .imageColumn(IMAGE)
              .set("score.deduplicate=false")
              .build(),
          SPARK);
    }
  }

  private static void write(SparkSession spark, Workload workload, long rows, Path articles) {
    MapFunction<Long, Row> article = i -> RowFactory.create(i, workload.text(i), workload.image(i));
    spark
        .range(0, rows, 1, spark.sparkContext().defaultParallelism())
        .map(article, Encoders.row(ARTICLES))
        .write()
        .parquet(articles.toString());
  }

  /** Returns the bytes that the temporary directory must hold. */
  public static long bytes(Workload workload, long rows) {
    double mean = workload.images().stream().mapToInt(image -> image.length).average().orElse(0);
    return Math.round(rows * mean);
  }

  /** Returns the bytes that are free where the temporary directory lies. */
  public static long free() {
    try {
      return Files.getFileStore(Path.of(System.getProperty("java.io.tmpdir"))).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
