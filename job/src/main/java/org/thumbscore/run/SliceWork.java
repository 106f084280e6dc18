package org.thumbscore.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.lake.commit.RowGates;
import org.thumbscore.lake.commit.ScoreSink;
import org.thumbscore.lake.commit.StatusCounts;
import org.thumbscore.lake.plan.PlannedSlice;
import org.thumbscore.lake.plan.SliceAction;
import org.thumbscore.lake.plan.SliceLineage;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.reuse.EmbeddingStore;
import org.thumbscore.lake.source.ArticleSource;
import org.thumbscore.lake.source.ChosenColumns;
import org.thumbscore.quality.Calibration;
import org.thumbscore.quality.LabelColumns;
import org.thumbscore.quality.ScoreProbability;
import org.thumbscore.score.LabelThreshold;
import org.thumbscore.score.RowStatus;
import org.thumbscore.spark.ArticleScoring;
import org.thumbscore.spark.ContentDigests;
import org.thumbscore.spark.ScoreMetrics;
import org.thumbscore.spark.ScoreSettings;
import org.thumbscore.spark.StoredEmbeddings;

/**
 * Makes one slice after another: stages its rows, holds them against their gates, publishes them.
 *
 * @param probability written as a column where present
 * @param store of embeddings that need not be computed
 */
record SliceWork(
    SparkSession spark,
    ScoreRequest request,
    ArticleSource source,
    ChosenColumns columns,
    ScoreSettings settings,
    SliceLineage lineage,
    Optional<Calibration> calibration,
    Optional<ScoreProbability> probability,
    ScoreMetrics metrics,
    ScoreSink sink,
    EmbeddingStore store) {
  private static final Logger LOG = LoggerFactory.getLogger(SliceWork.class);
  private static final Column IS_OK = functions.col("status").equalTo(RowStatus.OK.name());

  /** Of the output. */
  StructType schema() {
    return schema(source, columns, request, settings, probability);
  }

  /** Of what a run writes for a source. */
  static StructType schema(
      ArticleSource source,
      ChosenColumns columns,
      ScoreRequest request,
      ScoreSettings settings,
      Optional<ScoreProbability> probability) {
    StructType scored =
        ArticleScoring.outputSchema(
            source.select(columns, request.config().partitioning()).schema(),
            columns.selected(),
            settings);
    return probability.isPresent()
        ? scored.add(LabelColumns.PROBABILITY, DataTypes.DoubleType)
        : scored;
  }

  /**
   * Does what is planned for a slice, and publishes it.
   *
   * @param rows of the slice's input
   * @throws org.thumbscore.lake.GateException if it must not be published
   */
  SliceRecord make(PlannedSlice planned, long rows) {
    String id = planned.slice().id();
    if (planned.stored().isPresent()) {
      LOG.info("slice {}: {}", planned.slice().describe(), planned.reason());
    }
    ArticleSource.reading(planned.slice(), () -> stage(planned, rows));
    source.requireUnchanged(planned.slice());
    RowGates gates = new RowGates(rows, request.config().maxRejectFraction());
    StatusCounts tally = sink.validate(spark, id, schema(), gates);
    return sink.commit(record(planned, tally));
  }

  private String stage(PlannedSlice planned, long rows) {
    String id = planned.slice().id();
    Optional<StoredEmbeddings> known =
        needsModel(planned) ? store.find(() -> digests(planned), rows) : Optional.empty();
    try {
      sink.stage(id, inOrder(rowsOf(planned, known)), columns.partitionBy());
    } finally {
      known.ifPresent(StoredEmbeddings::release);
    }
    return id;
  }

  /** Of what will be scored. From the input's own tasks, for images should not move for this. */
  private Dataset<Row> digests(PlannedSlice planned) {
    Dataset<Row> read = source.of(planned.slice()).rows();
    return ContentDigests.of(
        planned.action() == SliceAction.RETRY ? failed(read, stored(planned)) : read,
        columns.selected());
  }

  private Dataset<Row> inOrder(Dataset<Row> scores) {
    Column[] names =
        List.of(schema().fieldNames()).stream().map(SliceWork::column).toArray(Column[]::new);
    return scores.select(names);
  }

  private Dataset<Row> rowsOf(PlannedSlice planned, Optional<StoredEmbeddings> known) {
    return switch (planned.action()) {
      case SCORE, KEEP -> scored(articles(planned), known);
      case RELABEL -> relabelled(stored(planned));
      case RETRY -> retried(planned, known);
    };
  }

  private Dataset<Row> articles(PlannedSlice planned) {
    return source.of(planned.slice()).select(columns, request.config().partitioning());
  }

  private Dataset<Row> scored(Dataset<Row> articles, Optional<StoredEmbeddings> known) {
    Dataset<Row> scores =
        ArticleScoring.score(articles, columns.selected(), settings, known, metrics);
    return probability.map(p -> LabelColumns.withProbability(scores, p)).orElse(scores);
  }

  private Dataset<Row> stored(PlannedSlice planned) {
    return sink.published(spark, schema(), List.of(planned.stored().orElseThrow()));
  }

  private Dataset<Row> relabelled(Dataset<Row> stored) {
    Optional<LabelThreshold> threshold =
        calibration.map(c -> new LabelThreshold(c.threshold().cosine()));
    Dataset<Row> labelled =
        threshold
            .map(t -> LabelColumns.withLabel(stored, t))
            .orElseGet(() -> LabelColumns.withoutLabel(stored));
    return probability.map(p -> LabelColumns.withProbability(labelled, p)).orElse(labelled);
  }

  /** Rows that failed are scored again, the others taken over. */
  private Dataset<Row> retried(PlannedSlice planned, Optional<StoredEmbeddings> known) {
    Dataset<Row> stored = stored(planned);
    Dataset<Row> articles = articles(planned);
    Dataset<Row> again = failed(articles, stored);
    if (again.select(column(columns.id())).count() != planned.stored().orElseThrow().rejected()) {
      LOG.warn("slice {}: ids are not unique, so all of it is scored", planned.slice().describe());
      return scored(articles, known);
    }
    return inOrder(scored(again, known)).unionByName(inOrder(relabelled(stored.filter(IS_OK))));
  }

  private Dataset<Row> failed(Dataset<Row> articles, Dataset<Row> stored) {
    String id = columns.id();
    Dataset<Row> failed = stored.filter(functions.not(IS_OK)).select(column(id).as("failed_id"));
    return articles.join(
        functions.broadcast(failed.distinct()),
        column(id).eqNullSafe(functions.col("failed_id")),
        "left_semi");
  }

  private static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  private SliceRecord record(PlannedSlice planned, StatusCounts tally) {
    return new SliceRecord(
        planned.slice().id(),
        ScoreRun.COMMAND,
        request.runId(),
        planned.slice().files(),
        lineage,
        tally.byStatus(),
        List.of(),
        Instant.now().toString());
  }

  /** Rows that will pass through the model; those of the others are written only. */
  static long rowsToScore(PlannedSlice planned, Map<String, Long> rows) {
    return switch (planned.action()) {
      case SCORE -> rows.get(planned.slice().id());
      case RETRY -> planned.stored().map(SliceRecord::rejected).orElse(0L);
      case RELABEL, KEEP -> 0;
    };
  }

  /** Whether the model is needed for it. */
  static boolean needsModel(PlannedSlice planned) {
    return planned.action() == SliceAction.SCORE || planned.action() == SliceAction.RETRY;
  }
}
