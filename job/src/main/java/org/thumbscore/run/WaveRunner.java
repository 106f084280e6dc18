package org.thumbscore.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.lake.commit.ScoreSink;
import org.thumbscore.lake.plan.PlannedSlice;
import org.thumbscore.lake.plan.Slice;
import org.thumbscore.lake.plan.SliceAction;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.plan.Wave;
import org.thumbscore.lake.reuse.EmbeddingStore;
import org.thumbscore.lake.source.ArticleSource;
import org.thumbscore.lake.source.ChosenColumns;
import org.thumbscore.lake.source.DividedRows;
import org.thumbscore.score.RowStatus;
import org.thumbscore.score.ScoreColumns;
import org.thumbscore.spark.Columns;
import org.thumbscore.spark.ContentDigests;
import org.thumbscore.spark.StoredEmbeddings;
import org.thumbscore.spark.metrics.ScoreMetrics;

/** Computes the rows of the slices of a wave in one Spark job and stages them. */
final class WaveRunner {
  private static final Logger LOG = LoggerFactory.getLogger(WaveRunner.class);
  private static final long MOST_BROADCAST = 100_000;
  private static final int MOST_AGAIN = 3;
  private static final Column IS_PROCESSED =
      functions.col(ScoreColumns.STATUS).isin(RowStatus.processed().toArray());

  private final SparkSession spark;
  private final ScoreRequest request;
  private final RowComputation computation;
  private final RunPlan plan;
  private final ScoreSink sink;
  private final ScoreMetrics metrics;
  private final EmbeddingStore store;
  private final StructType schema;
  private final Set<String> told = new HashSet<>();

  WaveRunner(
      SparkSession spark,
      ScoreRequest request,
      RowComputation computation,
      RunPlan plan,
      ScoreSink sink,
      ScoreMetrics metrics) {
    this.spark = spark;
    this.request = request;
    this.computation = computation;
    this.plan = plan;
    this.sink = sink;
    this.metrics = metrics;
    this.store =
        new EmbeddingStore(
            spark,
            sink,
            plan.reusable(),
            StoredEmbeddings.columns(computation.settings().source().output()),
            request.config().reuse().capacity());
    this.schema = schema(plan.source(), plan.columns(), request, computation);
  }

  /** Returns the schema of the output. */
  StructType schema() {
    return schema;
  }

  /** Returns the schema of the rows that a run writes for a source. */
  static StructType schema(
      ArticleSource source,
      ChosenColumns columns,
      ScoreRequest request,
      RowComputation computation) {
    return computation.schema(source.select(columns).schema(), columns.selected());
  }

  /**
   * Computes the rows of a wave and writes them to staging.
   *
   * @throws org.thumbscore.lake.storage.GateException if input of the wave cannot be read
   */
  void stage(Wave wave) {
    wave.slices().stream()
        .filter(planned -> planned.stored().isPresent())
        .forEach(planned -> LOG.info("slice {}: {}", planned.slice().describe(), planned.reason()));
    for (int again = 0; ; again++) {
      try {
        ArticleSource.reading(wave.describe(), () -> stageRows(wave));
        return;
      } catch (RuntimeException e) {
        // Embeddings may be those of slices that another run has replaced in the meantime.
        if (again == MOST_AGAIN || plan.reusable().isEmpty() || !sink.refresh()) {
          throw e;
        }
        LOG.info("another run has replaced slices; starting again with {}", wave.describe());
        LOG.debug("What failed", e);
      }
    }
  }

  private Wave stageRows(Wave wave) {
    Optional<StoredEmbeddings> known = known(wave);
    try {
      Dataset<Row> rows =
          switch (wave.action()) {
            case SCORE, KEEP -> scored(divided(wave), known);
            case RELABEL -> computation.labelling().relabel(stored(wave.slices()));
            case RETRY -> retried(wave, known);
          };
      sink.stage(wave.ids(), inOrder(rows), plan.columns().partitionBy());
    } finally {
      known.ifPresent(StoredEmbeddings::release);
    }
    return wave;
  }

  private Optional<StoredEmbeddings> known(Wave wave) {
    long rows = wave.slices().stream().mapToLong(plan::rows).sum();
    return RunPlan.needsModel(wave.action())
        ? store.find(() -> digests(wave), rows)
        : Optional.empty();
  }

  /**
   * Returns the digests of the articles to score, computed in the tasks that read the input so that
   * no image is shuffled.
   */
  private Dataset<Row> digests(Wave wave) {
    Dataset<Row> read = articles(wave);
    return ContentDigests.of(
        wave.action() == SliceAction.RETRY ? failed(wave, read) : read, plan.columns().selected());
  }

  private Dataset<Row> inOrder(Dataset<Row> rows) {
    Column[] names =
        Stream.concat(Stream.of(schema.fieldNames()), Stream.of(Slice.COLUMN))
            .map(Columns::named)
            .toArray(Column[]::new);
    return rows.select(names);
  }

  private Dataset<Row> articles(Wave wave) {
    return plan.source().of(wave.parts()).select(plan.columns());
  }

  private Dataset<Row> divided(Wave wave) {
    return told(
        plan.source()
            .of(wave.parts())
            .divide(
                plan.columns(), request.config().partitioning(), plan.rowsToScore(wave), slots()));
  }

  private Dataset<Row> divided(Wave wave, Dataset<Row> again) {
    return told(
        plan.source()
            .of(wave.parts())
            .divide(
                plan.columns(),
                again,
                request.config().partitioning(),
                plan.rowsToScore(wave),
                slots()));
  }

  private int slots() {
    return TaskSlots.of(spark.sparkContext());
  }

  /** Tells once for a run what is known of its tasks, because waves are much alike. */
  private Dataset<Row> told(DividedRows divided) {
    divided.spread().filter(what -> told.add("spread")).ifPresent(what -> LOG.info("{}", what));
    divided.idle().filter(why -> told.add("idle")).ifPresent(why -> LOG.warn("{}", why));
    return divided.rows();
  }

  private Dataset<Row> scored(Dataset<Row> articles, Optional<StoredEmbeddings> known) {
    return computation.compute(articles, plan.columns().selectedWithSlice(), known, metrics);
  }

  private Dataset<Row> stored(Collection<PlannedSlice> slices) {
    List<SliceRecord> records =
        slices.stream().map(planned -> planned.stored().orElseThrow()).toList();
    return sink.publishedWithSlice(spark, schema, records);
  }

  /** Scores failed rows again and copies the others from the output. */
  private Dataset<Row> retried(Wave wave, Optional<StoredEmbeddings> known) {
    Dataset<Row> articles = articles(wave);
    Dataset<Row> stored = stored(wave.slices());
    Dataset<Row> again = failed(wave, articles);
    List<String> whole = slicesWithRepeatedIds(wave, again);
    if (whole.isEmpty()) {
      return inOrder(scored(divided(wave, again), known))
          .unionByName(inOrder(computation.labelling().relabel(stored.filter(IS_PROCESSED))));
    }
    Column isWhole = Columns.named(Slice.COLUMN).isin(whole.toArray());
    Dataset<Row> some = again.filter(functions.not(isWhole)).unionByName(articles.filter(isWhole));
    return inOrder(scored(divided(wave, some), known))
        .unionByName(
            inOrder(
                computation
                    .labelling()
                    .relabel(stored.filter(IS_PROCESSED.and(functions.not(isWhole))))));
  }

  /** Returns the slices whose ids are not unique, where failed rows cannot be identified by id. */
  private List<String> slicesWithRepeatedIds(Wave wave, Dataset<Row> again) {
    Map<String, Long> found =
        again.groupBy(Slice.COLUMN).count().collectAsList().stream()
            .collect(Collectors.toMap(row -> row.getString(0), row -> row.getLong(1)));
    List<String> repeated = new ArrayList<>();
    for (PlannedSlice planned : wave.slices()) {
      long rejected = planned.stored().orElseThrow().rejected();
      if (found.getOrDefault(planned.slice().id(), 0L) != rejected) {
        LOG.warn(
            "slice {}: ids are not unique, so all of it is scored", planned.slice().describe());
        repeated.add(planned.slice().id());
      }
    }
    return repeated;
  }

  /** Returns the articles of a wave whose stored rows have a status other than {@code OK}. */
  private Dataset<Row> failed(Wave wave, Dataset<Row> articles) {
    long rejected =
        wave.slices().stream()
            .mapToLong(planned -> planned.stored().orElseThrow().rejected())
            .sum();
    Dataset<Row> ids = failedIds(wave);
    // A small set of ids is broadcast so that images are not shuffled.
    return failed(articles, rejected <= MOST_BROADCAST ? functions.broadcast(ids) : ids);
  }

  private Dataset<Row> failedIds(Wave wave) {
    return stored(wave.slices())
        .filter(functions.not(IS_PROCESSED))
        .select(
            Columns.named(plan.columns().id()).as("failed_id"),
            Columns.named(Slice.COLUMN).as("failed_slice"))
        .distinct();
  }

  private Dataset<Row> failed(Dataset<Row> articles, Dataset<Row> failed) {
    return articles.join(
        failed,
        Columns.named(plan.columns().id())
            .eqNullSafe(functions.col("failed_id"))
            .and(Columns.named(Slice.COLUMN).equalTo(functions.col("failed_slice"))),
        "left_semi");
  }
}
