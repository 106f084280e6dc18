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

/**
 * The transformation from articles to scores.
 *
 * <pre>{@code
 * ArticleColumns columns = new ArticleColumns("id", "summary", "thumbnail", List.of());
 * Dataset<Row> scores = ArticleScoring.score(articles, columns, settings);
 * }</pre>
 */
public final class ArticleScoring {
  // Names that no input is likely to use, for here its columns keep theirs.
  private static final String IMAGE_SHA256 = "_thumbscore_image_sha256";
  private static final String TEXT_SHA256 = "_thumbscore_text_sha256";

  private ArticleScoring() {}

  /**
   * The schema of the output: the id, the kept columns, then {@link OutputColumns}. Starts nothing.
   *
   * @throws IllegalArgumentException if the input lacks a column that is carried over
   */
  public static StructType outputSchema(
      StructType input, ArticleColumns columns, ScoreSettings settings) {
    List<StructField> carried = columns.carried().stream().map(name -> input.apply(name)).toList();
    return OutputColumns.after(carried, settings);
  }

  /**
   * Scores lazily: one row out for each row in, in the order of each partition.
   *
   * @param articles with the columns named; text a string, image binary, a string, or a structure
   *     of {@code bytes} and {@code path}
   */
  public static Dataset<Row> score(
      Dataset<Row> articles, ArticleColumns columns, ScoreSettings settings) {
    return score(articles, columns, settings, Optional.empty(), TaskMetrics.NONE);
  }

  /**
   * Scores lazily, as {@link #score(Dataset, ArticleColumns, ScoreSettings)} does, and counts.
   * Images and texts whose embeddings are known go through no model, and such images are not
   * decoded.
   *
   * @param known of the same model under the same settings; only where embeddings are written
   * @param metrics of this run; its accumulators grow as tasks run
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
      TaskMetrics metrics) {
    StructType schema = outputSchema(articles.schema(), columns, settings);
    RowLayout layout =
        new RowLayout(
            columns.carried().size(), settings.source().encoder().imageLimits().maxBytes());
    ExecutorEncoder encoder = ExecutorEncoder.of(articles.sparkSession(), settings.source());
    PartitionScorer scorer = new PartitionScorer(encoder, layout, settings, metrics);
    Dataset<Row> read = articles.select(read(articles, columns, settings));
    return known
        .map(k -> k.joinTo(read, read.col(IMAGE_SHA256), read.col(TEXT_SHA256)))
        .orElse(read)
        .mapPartitions(scorer, Encoders.row(schema));
  }

  /** In the order of {@link RowLayout}. */
  private static Column[] read(
      Dataset<Row> articles, ArticleColumns columns, ScoreSettings settings) {
    List<Column> read = new ArrayList<>();
    columns.carried().forEach(name -> read.add(Columns.named(name)));
    read.addAll(
        BoundedCells.of(
            Columns.named(columns.text()),
            Columns.named(columns.image()),
            articles.schema().apply(columns.image()).dataType(),
            settings.source().encoder().maxTextChars(),
            settings.source().encoder().imageLimits().maxBytes()));
    if (settings.lineage().embeddings()) {
      read.add(ContentDigests.ofImage(articles, columns).as(IMAGE_SHA256));
      read.add(ContentDigests.ofText(columns).as(TEXT_SHA256));
    }
    return read.toArray(Column[]::new);
  }

  /**
   * Opens the encoder on one executor, as scoring would, before any row is read.
   *
   * @return device, provider and precision
   * @throws EncoderException if the device cannot be used
   * @throws BundleException if the bundle cannot be used
   */
  public static String probe(SparkSession spark, EncoderSource source) {
    return EncoderProbe.run(spark, ExecutorEncoder.of(spark, source));
  }
}
