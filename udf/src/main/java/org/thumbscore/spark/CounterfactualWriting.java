package org.thumbscore.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.counterfactual.CounterfactualColumns;
import org.thumbscore.model.BundleException;
import org.thumbscore.runtime.EncoderException;
import org.thumbscore.score.ScoreColumns;
import org.thumbscore.spark.metrics.ScoreMetrics;

/**
 * The transformation from articles to counterfactual texts.
 *
 * <pre>{@code
 * ArticleColumns columns =
 *     new ArticleColumns("id", "summary", "thumbnail", List.of("summary", "thumbnail"));
 * Dataset<Row> pairs =
 *     CounterfactualWriting.write(articles, columns, settings, source, metrics);
 * }</pre>
 */
public final class CounterfactualWriting {
  private static final List<StructField> WRITTEN =
      List.of(
          DataTypes.createStructField(
              CounterfactualColumns.COUNTERFACTUAL, DataTypes.StringType, true),
          DataTypes.createStructField(ScoreColumns.SIMILARITY, DataTypes.FloatType, true),
          DataTypes.createStructField(
              CounterfactualColumns.COUNTERFACTUAL_SIMILARITY, DataTypes.FloatType, true),
          DataTypes.createStructField(CounterfactualColumns.TRIES, DataTypes.IntegerType, true),
          DataTypes.createStructField(
              CounterfactualColumns.MASKED_NAMES,
              DataTypes.createArrayType(DataTypes.StringType, false),
              true),
          DataTypes.createStructField(ScoreColumns.STATUS, DataTypes.StringType, false),
          DataTypes.createStructField(ScoreColumns.ERROR, DataTypes.StringType, true),
          DataTypes.createStructField(ScoreColumns.MODEL, DataTypes.StringType, false),
          DataTypes.createStructField(ScoreColumns.MODEL_SHA256, DataTypes.StringType, false),
          DataTypes.createStructField(ScoreColumns.RUN_ID, DataTypes.StringType, false),
          DataTypes.createStructField(ScoreColumns.SCORED_AT, DataTypes.TimestampType, false));

  private CounterfactualWriting() {}

  /** Returns the names of the columns that are added, in their order. */
  static List<String> names() {
    return WRITTEN.stream().map(StructField::name).toList();
  }

  /** Returns the names of the columns that are added. An input column of such a name is renamed. */
  public static Set<String> reserved() {
    return Set.copyOf(names());
  }

  /**
   * Returns the schema of the output: the id, the kept columns, then the columns that are added.
   *
   * @throws IllegalArgumentException if the input lacks a column that is copied to the output
   */
  public static StructType outputSchema(StructType input, ArticleColumns columns) {
    return new StructType(
        Stream.concat(columns.carried().stream().map(name -> input.apply(name)), WRITTEN.stream())
            .toArray(StructField[]::new));
  }

  /**
   * Writes counterfactual texts lazily. The result has one row for each input row and preserves the
   * order within each partition.
   *
   * @param articles the articles, with columns as for {@link ArticleScoring#score}
   * @param settings the model that compares texts with images, and the origin of the rows
   * @param source the models that write texts
   * @param metrics the metrics of this run, whose accumulators grow as tasks run
   */
  public static Dataset<Row> write(
      Dataset<Row> articles,
      ArticleColumns columns,
      ScoreSettings settings,
      CounterfactualSource source,
      ScoreMetrics metrics) {
    RowLayout layout =
        new RowLayout(
            columns.carried().size(), settings.source().encoder().imageLimits().maxBytes());
    ExecutorEncoder encoder = ExecutorEncoder.of(articles.sparkSession(), settings.source());
    PartitionScorer writer =
        new PartitionScorer(
            encoder,
            layout,
            new CounterfactualProduction(layout, settings, source, encoder.hadoop()),
            metrics.accumulators());
    List<Column> read = new ArrayList<>();
    columns.carried().forEach(name -> read.add(Columns.named(name)));
    read.addAll(BoundedCells.of(articles, columns, settings.source().encoder()));
    return articles
        .select(read.toArray(Column[]::new))
        .mapPartitions(writer, Encoders.row(outputSchema(articles.schema(), columns)));
  }

  /**
   * Opens the models on one executor, before any row is read.
   *
   * @return the device, the execution provider and the precision
   * @throws EncoderException if the device cannot be used
   * @throws BundleException if a bundle cannot be used
   */
  public static String probe(
      SparkSession spark, ScoreSettings settings, CounterfactualSource source) {
    ExecutorEncoder encoder = ExecutorEncoder.of(spark, settings.source());
    CounterfactualProduction production =
        new CounterfactualProduction(new RowLayout(0, 1), settings, source, encoder.hadoop());
    return EncoderProbe.run(spark, encoder, production);
  }
}
