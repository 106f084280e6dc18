package org.thumbscore.spark;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.bundle.BundleException;
import org.thumbscore.onnx.EncoderException;

/** The transformation from articles to scores. */
public final class ArticleScoring {
  private ArticleScoring() {}

  /**
   * The schema of the output: the id, the kept columns, then {@link OutputColumns}. Starts nothing.
   *
   * @throws IllegalArgumentException if the input lacks a column that is carried over
   */
  public static StructType outputSchema(
      StructType input, ArticleColumns columns, ScoreSettings settings) {
    List<StructField> carried = columns.carried().stream().map(name -> input.apply(name)).toList();
    return OutputColumns.after(carried, OutputColumns.Embeddings.of(settings));
  }

  /**
   * Scores lazily: one row out for each row in, in the order of each partition.
   *
   * @param articles with the columns named; text a string, picture binary or a string
   * @param metrics of this run; its accumulators grow as tasks run
   */
  public static Dataset<Row> score(
      Dataset<Row> articles, ArticleColumns columns, ScoreSettings settings, ScoreMetrics metrics) {
    StructType schema = outputSchema(articles.schema(), columns, settings);
    List<String> carried = columns.carried();
    Column[] selected =
        Stream.concat(carried.stream(), Stream.of(columns.text(), columns.image()))
            .map(ArticleScoring::column)
            .toArray(Column[]::new);
    ExecutorEncoder encoder = ExecutorEncoder.of(articles.sparkSession(), settings);
    RowLayout layout =
        new RowLayout(
            carried.size(),
            RowLayout.Image.of(articles.schema().apply(columns.image()).dataType()));
    PartitionScorer scorer = new PartitionScorer(encoder, layout, metrics.accumulators());
    return articles.select(selected).mapPartitions(scorer, Encoders.row(schema));
  }

  private static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /**
   * Opens the encoder on one executor, as scoring would, before any row is read.
   *
   * @return device, provider and precision
   * @throws EncoderException if the device cannot be used
   * @throws BundleException if the bundle cannot be used
   */
  public static String probe(SparkSession spark, ScoreSettings settings) {
    return EncoderProbe.run(spark, ExecutorEncoder.of(spark, settings));
  }
}
