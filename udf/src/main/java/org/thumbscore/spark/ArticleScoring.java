package org.thumbscore.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.model.BundleException;
import org.thumbscore.runtime.EncoderException;
import org.thumbscore.spark.metrics.ScoreAccumulators;
import org.thumbscore.spark.metrics.ScoreMetrics;

/**
 * The transformation from articles to scores.
 *
 * <pre>{@code
 * ArticleColumns columns = new ArticleColumns("id", "summary", "thumbnail", List.of());
 * Dataset<Row> scores = ArticleScoring.score(articles, columns, settings);
 * }</pre>
 */
public final class ArticleScoring {
  // Names that no input is likely to use, because its columns keep their names here.
  private static final String IMAGE_SHA256 = "_thumbscore_image_sha256";
  private static final String TEXT_SHA256 = "_thumbscore_text_sha256";

  private ArticleScoring() {}

  /**
   * Returns the schema of the output: the id, the kept columns, then the {@link OutputColumns}.
   * Does not start a Spark job.
   *
   * @throws IllegalArgumentException if the input lacks a column that is copied to the output
   */
  public static StructType outputSchema(
      StructType input, ArticleColumns columns, ScoreSettings settings) {
    List<StructField> carried = columns.carried().stream().map(name -> input.apply(name)).toList();
    return OutputColumns.after(carried, settings);
  }

  /** Returns the columns that scoring adds to those of the input, in their order. */
  public static List<StructField> scoreFields(ScoreSettings settings) {
    return List.of(OutputColumns.after(List.of(), settings).fields());
  }

  /**
   * Scores articles lazily. The result has one row for each input row and preserves the order
   * within each partition.
   *
   * @param articles the articles, with the given columns; the text must be a string, and the image
   *     binary, a string or a struct of {@code bytes} and {@code path}
   */
  public static Dataset<Row> score(
      Dataset<Row> articles, ArticleColumns columns, ScoreSettings settings) {
    return score(
        articles,
        columns,
        settings,
        Optional.empty(),
        ScoreAccumulators.register(articles.sparkSession().sparkContext()));
  }

  /**
   * Scores articles lazily like {@link #score(Dataset, ArticleColumns, ScoreSettings)} and updates
   * metrics. Images and texts with known embeddings are not run through the model, and images with
   * known embeddings are not decoded either.
   *
   * @param known embeddings from the same model with the same settings; only allowed if embeddings
   *     are written
   * @param metrics the metrics of this run, whose accumulators grow as tasks run
   */
  public static Dataset<Row> score(
      Dataset<Row> articles,
      ArticleColumns columns,
      ScoreSettings settings,
      Optional<StoredEmbeddings> known,
      ScoreMetrics metrics) {
    return score(articles, columns, settings, known, metrics.accumulators());
  }

  private static Dataset<Row> score(
      Dataset<Row> articles,
      ArticleColumns columns,
      ScoreSettings settings,
      Optional<StoredEmbeddings> known,
      ScoreAccumulators metrics) {
    StructType schema = outputSchema(articles.schema(), columns, settings);
    RowLayout layout =
        new RowLayout(
            columns.carried().size(), settings.source().encoder().imageLimits().maxBytes());
    ExecutorEncoder encoder = ExecutorEncoder.of(articles.sparkSession(), settings.source());
    PartitionScorer scorer =
        new PartitionScorer(encoder, layout, new ScoreProduction(layout, settings), metrics);
    Dataset<Row> read = articles.select(read(articles, columns, settings));
    return known
        .map(k -> k.joinTo(read, read.col(IMAGE_SHA256), read.col(TEXT_SHA256)))
        .orElse(read)
        .mapPartitions(scorer, Encoders.row(schema));
  }

  /** Returns the columns that a task reads, in the order that {@link RowLayout} expects. */
  private static Column[] read(
      Dataset<Row> articles, ArticleColumns columns, ScoreSettings settings) {
    List<Column> read = new ArrayList<>();
    columns.carried().forEach(name -> read.add(Columns.named(name)));
    read.addAll(BoundedCells.of(articles, columns, settings.source().encoder()));
    if (settings.lineage().embeddings()) {
      read.add(ContentDigests.ofImage(articles, columns).as(IMAGE_SHA256));
      read.add(ContentDigests.ofText(columns).as(TEXT_SHA256));
    }
    return read.toArray(Column[]::new);
  }

  /**
   * Opens the encoders on one executor in the same way as scoring, before any row is read.
   *
   * @return the device, the execution provider and the precision
   * @throws EncoderException if the device cannot be used
   * @throws BundleException if the bundle cannot be used
   */
  public static String probe(SparkSession spark, ScoreSettings settings) {
    EncoderSource source = settings.source();
    RowLayout layout = new RowLayout(0, source.encoder().imageLimits().maxBytes());
    return EncoderProbe.run(
        spark, ExecutorEncoder.of(spark, source), new ScoreProduction(layout, settings));
  }
}
