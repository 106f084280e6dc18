package org.thumbscore.job;

import java.time.Instant;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.lake.ArticleSource;
import org.thumbscore.lake.ChosenColumns;
import org.thumbscore.lake.RowGates;
import org.thumbscore.lake.ScoreSink;
import org.thumbscore.lake.ScoreTally;
import org.thumbscore.quality.Calibration;
import org.thumbscore.quality.LabelColumns;
import org.thumbscore.quality.ScoreDrift;
import org.thumbscore.quality.ScoreHistogram;
import org.thumbscore.quality.ScoreProbability;
import org.thumbscore.spark.ArticleScoring;
import org.thumbscore.spark.ScoreMetrics;
import org.thumbscore.spark.ScoreSettings;

/**
 * One run of scoring in a Spark session: columns and device are checked before the first row is
 * read, rows are staged, held against their gates, and published with the run's record.
 *
 * @param probability written as a column where present
 * @param sink prepared for this run; closed by the caller
 */
record ScoreRun(
    ScoreRequest request,
    ScoreSettings settings,
    Optional<Calibration> calibration,
    Optional<ScoreProbability> probability,
    ScoreSink sink) {
  private static final Logger LOG = LoggerFactory.getLogger(ScoreRun.class);

  RunSummary run(SparkSession spark) {
    ArticleSource source = ArticleSource.open(spark, request.input());
    ChosenColumns columns = source.schema().resolve(request.config().columns());
    Dataset<Row> articles = source.select(columns, request.config().partitioning());
    StructType schema = schema(articles, columns);
    String encoder = ArticleScoring.probe(spark, settings);
    // Not earlier: a run that is refused says one line.
    LOG.info("run {} with {} and\n{}", request.runId(), encoder, request.config().describe());
    columns.renamed().forEach((name, as) -> LOG.info("column {} is kept as {}", name, as));
    try (ScoreMetrics metrics = ScoreMetrics.register(spark.sparkContext())) {
      RunClock clock = stage(source.countRows(), articles, columns, metrics);
      RowGates gates = new RowGates(clock.rows(), request.config().maxRejectFraction());
      ScoreTally tally = sink.validate(spark, schema, gates);
      RunSummary summary = summary(spark, columns, clock, tally, metrics);
      sink.publish(summary.toJson());
      return summary;
    }
  }

  private StructType schema(Dataset<Row> articles, ChosenColumns columns) {
    StructType scored =
        ArticleScoring.outputSchema(articles.schema(), columns.selected(), settings);
    return probability.isPresent()
        ? scored.add(LabelColumns.PROBABILITY, DataTypes.DoubleType)
        : scored;
  }

  private Dataset<Row> withProbability(Dataset<Row> scores) {
    return probability.map(p -> LabelColumns.withProbability(scores, p)).orElse(scores);
  }

  private RunClock stage(
      long rows, Dataset<Row> articles, ChosenColumns columns, ScoreMetrics metrics) {
    RunClock clock = RunClock.start(rows);
    Dataset<Row> scores =
        withProbability(ArticleScoring.score(articles, columns.selected(), settings, metrics));
    ProgressReport.during(
        () -> sink.stage(scores, columns.partitionBy()),
        metrics::rows,
        rows,
        System.err,
        ProgressReport.Style.detect());
    return clock.stop();
  }

  private RunSummary summary(
      SparkSession spark,
      ChosenColumns columns,
      RunClock clock,
      ScoreTally tally,
      ScoreMetrics metrics) {
    return new RunSummary(
        request.runId(),
        settings.scoredAt().toString(),
        Instant.now().toString(),
        request.arguments(),
        request.config().effective(),
        RunSummary.Versions.current(spark.version()),
        input(columns),
        new RunSummary.Output(sink.directory(), columns.partitionBy()),
        new RunSummary.Model(settings.model(), settings.bundleLocation(), settings.bundleSha256()),
        metrics.devices(),
        new RunSummary.Rows(clock.rows(), tally.rows(), tally.byStatus()),
        new RunSummary.Seconds(
            clock.startUpSeconds(),
            clock.scoringSeconds(),
            clock.rowsPerSecond(),
            metrics.stageSeconds()),
        tally.similarity().orElse(null),
        calibration
            .map(c -> new RunSummary.Labels(c.policy(), c.threshold().cosine(), drift(spark, c)))
            .orElse(null));
  }

  /** Null where the calibration is of an older version, or no row has a similarity. */
  private ScoreDrift drift(SparkSession spark, Calibration calibrated) {
    ScoreHistogram scored =
        ScoreHistogram.of(
            sink.staged(spark, new StructType().add("similarity", "float")),
            functions.col("similarity"));
    if (calibrated.histogram() == null || scored.rows() == 0) {
      return null;
    }
    ScoreDrift drift = ScoreDrift.between(calibrated.histogram(), scored);
    if (drift.exceedsWarning()) {
      LOG.warn(
          "the scores have drifted from those of the calibration (population stability index {}, above {}): look at them, and calibrate again",
          "%.2f".formatted(drift.psi()),
          ScoreDrift.WARNING_PSI);
    }
    return drift;
  }

  private RunSummary.Input input(ChosenColumns columns) {
    return new RunSummary.Input(
        Arguments.redact(request.input().location()),
        request.input().effectiveFormat(),
        columns.id(),
        columns.text(),
        columns.image(),
        columns.kept());
  }
}
