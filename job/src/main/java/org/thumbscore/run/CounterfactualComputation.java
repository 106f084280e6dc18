package org.thumbscore.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.common.Redaction;
import org.thumbscore.lake.plan.SliceLineage;
import org.thumbscore.lake.source.ArticleSource;
import org.thumbscore.lake.source.ChosenColumns;
import org.thumbscore.lake.source.ColumnRequest;
import org.thumbscore.lake.source.InputSchema;
import org.thumbscore.quality.Labelling;
import org.thumbscore.spark.ArticleColumns;
import org.thumbscore.spark.CounterfactualSource;
import org.thumbscore.spark.CounterfactualSource.BundleRef;
import org.thumbscore.spark.CounterfactualWriting;
import org.thumbscore.spark.ScoreSettings;
import org.thumbscore.spark.StoredEmbeddings;
import org.thumbscore.spark.metrics.ScoreMetrics;

/** The computation of counterfactual texts. */
record CounterfactualComputation(
    ScoreRequest request, ScoreSettings settings, CounterfactualSource source)
    implements RowComputation {
  private static final String COMMAND = "counterfactual";

  @Override
  public String command() {
    return COMMAND;
  }

  @Override
  public Labelling labelling() {
    return Labelling.NONE;
  }

  @Override
  public ChosenColumns columns(InputSchema schema) {
    ColumnRequest columns = request.config().columns();
    ChosenColumns read = schema.resolve(columns, CounterfactualWriting.reserved());
    return schema.resolve(
        columns.alsoKeeping(List.of(read.text(), read.image())), CounterfactualWriting.reserved());
  }

  @Override
  public StructType schema(StructType articles, ArticleColumns columns) {
    return CounterfactualWriting.outputSchema(articles, columns);
  }

  @Override
  public SliceLineage lineage(ArticleSource articles, ChosenColumns columns, Configuration hadoop) {
    SliceLineage scores =
        ScoreLineage.of(request, settings.source(), articles, columns, labelling(), hadoop);
    Map<String, String> all = new TreeMap<>(scores.settings());
    all.put("counterfactual.tagger", source.tagger().sha256());
    all.put("counterfactual.masked-model", source.masked().sha256());
    all.put("counterfactual.seed", Long.toString(source.settings().seed()));
    all.put("counterfactual.temperature", Double.toString(source.settings().temperature()));
    all.put("counterfactual.tries", Integer.toString(source.settings().tries()));
    all.put("counterfactual.max-masked-share", Double.toString(source.settings().maxMaskedShare()));
    return new SliceLineage(scores.modelSha256(), all, null);
  }

  @Override
  public String probe(SparkSession spark) {
    return CounterfactualWriting.probe(spark, settings, source);
  }

  @Override
  public Dataset<Row> compute(
      Dataset<Row> articles,
      ArticleColumns columns,
      Optional<StoredEmbeddings> known,
      ScoreMetrics metrics) {
    return CounterfactualWriting.write(articles, columns, settings, source, metrics);
  }

  @Override
  public Optional<RunSummary.Counterfactuals> counterfactuals() {
    return Optional.of(
        new RunSummary.Counterfactuals(
            bundle(source.tagger()),
            bundle(source.masked()),
            source.settings().seed(),
            source.settings().temperature(),
            source.settings().tries(),
            source.settings().maxMaskedShare()));
  }

  private static RunSummary.Bundle bundle(BundleRef bundle) {
    return new RunSummary.Bundle(Redaction.redact(bundle.location()), bundle.sha256());
  }
}
