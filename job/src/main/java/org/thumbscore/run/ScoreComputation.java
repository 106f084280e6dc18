package org.thumbscore.run;

import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.lake.plan.SliceLineage;
import org.thumbscore.lake.source.ArticleSource;
import org.thumbscore.lake.source.ChosenColumns;
import org.thumbscore.lake.source.InputSchema;
import org.thumbscore.quality.Labelling;
import org.thumbscore.spark.ArticleColumns;
import org.thumbscore.spark.ArticleScoring;
import org.thumbscore.spark.OutputColumns;
import org.thumbscore.spark.ScoreSettings;
import org.thumbscore.spark.StoredEmbeddings;
import org.thumbscore.spark.metrics.ScoreMetrics;

/** The computation of similarities and labels. */
record ScoreComputation(ScoreRequest request, ScoreSettings settings, Labelling labelling)
    implements RowComputation {
  static final String COMMAND = "score";

  @Override
  public String command() {
    return COMMAND;
  }

  @Override
  public ChosenColumns columns(InputSchema schema) {
    return schema.resolve(
        request.config().columns(), OutputColumns.reserved(settings.source().output()));
  }

  @Override
  public StructType schema(StructType articles, ArticleColumns columns) {
    return labelling.schema(ArticleScoring.outputSchema(articles, columns, settings));
  }

  @Override
  public SliceLineage lineage(ArticleSource source, ChosenColumns columns, Configuration hadoop) {
    return ScoreLineage.of(request, settings.source(), source, columns, labelling, hadoop);
  }

  @Override
  public String probe(SparkSession spark) {
    return ArticleScoring.probe(spark, settings);
  }

  @Override
  public Dataset<Row> compute(
      Dataset<Row> articles,
      ArticleColumns columns,
      Optional<StoredEmbeddings> known,
      ScoreMetrics metrics) {
    return labelling.withProbability(
        ArticleScoring.score(articles, columns, settings, known, metrics));
  }

  @Override
  public Optional<RunSummary.Counterfactuals> counterfactuals() {
    return Optional.empty();
  }
}
