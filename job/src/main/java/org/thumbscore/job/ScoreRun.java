package org.thumbscore.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.lake.ArticleSource;
import org.thumbscore.lake.InputSchema;
import org.thumbscore.lake.RowGates;
import org.thumbscore.lake.ScoreSink;
import org.thumbscore.lake.ScoreTally;
import org.thumbscore.quality.Calibration;
import org.thumbscore.spark.ArticleColumns;
import org.thumbscore.spark.ArticleScoring;
import org.thumbscore.spark.ScoreMetrics;
import org.thumbscore.spark.ScoreSettings;

/**
 * One run of scoring in a Spark session: columns and device are checked before the first row is
 * read, rows are staged, held against their gates, and published with the run's record.
 *
 * @param sink prepared for this run; closed by the caller
 */
record ScoreRun(
    ScoreRequest request,
    ScoreSettings settings,
    Optional<Calibration> calibration,
    ScoreSink sink) {
  private static final Logger LOG = LoggerFactory.getLogger(ScoreRun.class);

  RunSummary run(SparkSession spark) {
    ArticleSource source = ArticleSource.open(spark, request.input());
    InputSchema input = source.schema();
    ArticleColumns columns = input.resolve(request.config().columns());
    List<String> partitionBy = input.partitionColumns(request.config().columns());
    StructType schema = ArticleScoring.outputSchema(input.schema(), columns, settings);
    LOG.info("encoder: {}", ArticleScoring.probe(spark, settings));
    try (ScoreMetrics metrics = ScoreMetrics.register(spark.sparkContext())) {
      RunClock clock = stage(source, columns, partitionBy, metrics);
      RowGates gates = new RowGates(clock.rows(), request.config().maxRejectFraction());
      ScoreTally tally = sink.validate(spark, schema, gates);
      RunSummary summary = summary(spark, columns, partitionBy, clock, tally, metrics);
      sink.publish(summary.toJson());
      return summary;
    }
  }

  private RunClock stage(
      ArticleSource source,
      ArticleColumns columns,
      List<String> partitionBy,
      ScoreMetrics metrics) {
    RunClock clock = RunClock.start(source.countRows());
    Dataset<Row> scores =
        ArticleScoring.score(
            source.select(columns, request.config().partitioning()), columns, settings, metrics);
    ProgressReport.during(
        () -> sink.stage(scores, partitionBy),
        metrics::rows,
        clock.rows(),
        System.err,
        ProgressReport.Style.detect());
    return clock.stop();
  }

  private RunSummary summary(
      SparkSession spark,
      ArticleColumns columns,
      List<String> partitionBy,
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
        new RunSummary.Output(sink.directory(), partitionBy),
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
            .map(c -> new RunSummary.Labels(c.policy(), c.threshold().cosine()))
            .orElse(null));
  }

  private RunSummary.Input input(ArticleColumns columns) {
    return new RunSummary.Input(
        Arguments.redact(request.input().location()),
        request.input().effectiveFormat(),
        columns.id(),
        columns.text(),
        columns.image());
  }
}
