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
import org.thumbscore.spark.ScoreSettings;
import org.thumbscore.spark.StoredEmbeddings;
import org.thumbscore.spark.metrics.ScoreMetrics;

/**
 * What a run computes for each row of its input. A run divides its input into slices and commits
 * them; the computation decides which columns are written and what they depend on.
 */
interface RowComputation {
  /** Returns the name of the command in the ledger. */
  String command();

  /** Returns the model and the origin of the rows. */
  ScoreSettings settings();

  /** Returns how rows are labelled. */
  Labelling labelling();

  /**
   * Chooses the columns of an input.
   *
   * @throws org.thumbscore.lake.storage.InputException if a column is missing or cannot be kept
   */
  ChosenColumns columns(InputSchema schema);

  /** Returns the schema of the output for articles with the given columns. */
  StructType schema(StructType articles, ArticleColumns columns);

  /** Returns everything that the rows depend on apart from the input. */
  SliceLineage lineage(ArticleSource source, ChosenColumns columns, Configuration hadoop);

  /** Opens the models on one executor and returns a description of the device. */
  String probe(SparkSession spark);

  /**
   * Computes the rows of articles lazily.
   *
   * @param known stored embeddings of the same model
   */
  Dataset<Row> compute(
      Dataset<Row> articles,
      ArticleColumns columns,
      Optional<StoredEmbeddings> known,
      ScoreMetrics metrics);

  /** Returns what the computation adds to the summary of the run. */
  Optional<RunSummary.Counterfactuals> counterfactuals();
}
