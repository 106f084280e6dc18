package org.thumbscore.quality;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.thumbscore.lake.source.ScoreTable;
import org.thumbscore.lake.storage.OutputFailure;
import org.thumbscore.score.ScoreColumns;
import org.thumbscore.spark.MismatchedImages;

/**
 * Compares the similarity of each article with those of its text and images of other articles, from
 * stored embeddings. Each article has images of its own, so that no choice of few images decides
 * the result. The data on the driver is bounded.
 *
 * @param name the name of the model as shown in tables
 * @param images the number of images of other articles for each article
 * @param cluster the column whose values the bootstrap draws instead of rows
 * @param resamples the number of bootstrap resamples
 */
public record MismatchedRun(
    String name, int images, Optional<String> cluster, int resamples, long seed) {
  /** The column that is added to scores. */
  public static final String PERCENTILE = "similarity_percentile";

  private static final int GROUPS = 10_000;

  /**
   * Scores with their percentiles. The rows can be computed until it is closed.
   *
   * @param others the images of other articles
   */
  public record Ranked(Dataset<Row> rows, MismatchedImages others) implements AutoCloseable {
    /**
     * Writes the scores without their embeddings as parquet into a new directory.
     *
     * @throws org.thumbscore.lake.storage.StorageException if they cannot be written
     */
    public void write(String directory) {
      OutputFailure.writing(
          directory,
          () ->
              rows.drop(ScoreColumns.TEXT_EMBEDDING, ScoreColumns.IMAGE_EMBEDDING)
                  .write()
                  .mode(SaveMode.ErrorIfExists)
                  .parquet(directory));
    }

    @Override
    public void close() {
      others.close();
    }
  }

  /**
   * Returns the scores with the column {@code similarity_percentile}, the share of the images of
   * other articles that are less similar to the text, computed lazily.
   *
   * @throws CalibrationException if the scores have no embeddings, fewer than two images or several
   *     models
   */
  public Ranked percentiles(ScoreTable table) {
    for (String column :
        List.of(
            ScoreColumns.TEXT_EMBEDDING,
            ScoreColumns.IMAGE_EMBEDDING,
            ScoreColumns.TEXT_SHA256,
            ScoreColumns.IMAGE_SHA256)) {
      if (!table.has(column)) {
        throw new CalibrationException(
            "Cannot compare %s with images of other articles: it has no column '%s'. Score with --embeddings"
                .formatted(table.location(), column));
      }
    }
    if (table.distinct(ScoreColumns.MODEL_SHA256).size() > 1) {
      throw new CalibrationException(
          "Cannot compare %s with images of other articles: it holds scores of several models, whose embeddings cannot be compared"
              .formatted(table.location()));
    }
    MismatchedImages others = MismatchedImages.sample(table.rows(), images, seed);
    if (others.size() < 2) {
      others.close();
      throw new CalibrationException(
          "Cannot compare %s with images of other articles: it has fewer than two images with an embedding"
              .formatted(table.location()));
    }
    return new Ranked(table.rows().withColumn(PERCENTILE, others.percentile()), others);
  }

  /**
   * Returns the mean of the percentiles.
   *
   * @param ranked the result of {@link #percentiles}
   * @throws CalibrationException if no row has a percentile
   */
  public Mismatched run(ScoreTable table, Ranked ranked) {
    Dataset<Row> rows =
        ranked
            .rows()
            .select(functions.col(PERCENTILE).as("value"), unit(table).as("unit"))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Row counted =
          rows.agg(
                  functions.count("value"),
                  functions.count(functions.lit(1)),
                  functions.avg("value"))
              .head();
      if (counted.getLong(0) == 0) {
        throw new CalibrationException(
            "Cannot compare %s with images of other articles: no row has a similarity and embeddings"
                .formatted(table.location()));
      }
      List<Row> units =
          rows.filter("value is not null")
              .groupBy(
                  functions.pmod(functions.xxhash64(functions.col("unit")), functions.lit(GROUPS)))
              .agg(functions.sum("value"), functions.count("value"))
              .orderBy(functions.col("sum(value)"), functions.col("count(value)"))
              .collectAsList();
      return new Mismatched(
          name,
          table.location(),
          counted.getLong(0),
          counted.getLong(1) - counted.getLong(0),
          Math.min(images, ranked.others().size() - 1),
          new Estimate(counted.getDouble(2), interval(units)),
          "bootstrap of %s in %,d groups, %d resamples"
              .formatted(
                  cluster.map(column -> "clusters (" + column + ")").orElse("rows"),
                  units.size(),
                  resamples));
    } finally {
      rows.unpersist();
    }
  }

  private Column unit(ScoreTable table) {
    Column row =
        functions.concat_ws(
            ":",
            Stream.of(ScoreColumns.TEXT_SHA256, ScoreColumns.IMAGE_SHA256)
                .map(functions::col)
                .toArray(Column[]::new));
    return cluster
        .map(column -> functions.coalesce(table.column(column, "--cluster").cast("string"), row))
        .orElse(row);
  }

  private Interval interval(List<Row> units) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] means = new double[resamples];
    for (int i = 0; i < resamples; i++) {
      double sum = 0;
      long count = 0;
      for (int drawn = 0; drawn < units.size(); drawn++) {
        Row unit = units.get(random.nextInt(units.size()));
        sum += unit.getDouble(1);
        count += unit.getLong(2);
      }
      means[i] = sum / count;
    }
    return Interval.of(means).orElseThrow();
  }
}
