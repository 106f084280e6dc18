package org.thumbscore.run;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.common.Redaction;
import org.thumbscore.fetch.FetchColumns;
import org.thumbscore.fetch.FetchStatus;
import org.thumbscore.fetch.ImageFetching;
import org.thumbscore.fetch.ImageLedger;
import org.thumbscore.fetch.ImageTable;
import org.thumbscore.lake.commit.ExistingOutput;
import org.thumbscore.lake.commit.ScoreSink;
import org.thumbscore.lake.plan.SliceLineage;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.source.ArticleSource;
import org.thumbscore.lake.storage.GateException;

/**
 * Runs {@code fetch} in a Spark session: first URLs are fetched into the ledger, then the articles
 * are written with the results of the ledger.
 *
 * @param existing how to treat data that the output already holds
 * @param sink the sink prepared for this run; closed by the caller
 */
record FetchRun(FetchRequest request, ExistingOutput existing, ScoreSink sink) {
  private static final String COMMAND = "fetch";
  private static final Logger LOG = LoggerFactory.getLogger(FetchRun.class);
  private static final StructType STATUS = new StructType().add("fetch_status", "string");

  FetchSummary run(SparkSession spark, Configuration hadoop) {
    Instant startedAt = Instant.now();
    sink.clear(Set.of(), existing);
    ArticleSource source = ArticleSource.open(spark, request.input());
    FetchColumns columns = resolve(source.schema().schema());
    ImageTable table = new ImageTable(spark, source.rows(), columns);
    ImageLedger ledger = ImageLedger.create(sink, hadoop);
    RunClock clock = RunClock.start(source.countRows());
    long asked = fetch(table, ledger);
    FetchSummary.Urls urls = new FetchSummary.Urls(asked, clock.stop().scoringSeconds());
    sink.stage(COMMAND, table.withImages(ledger), List.of());
    Map<FetchStatus, Long> byStatus = byStatus(spark);
    requireSameRows(clock.rows(), byStatus);
    FetchSummary summary = summary(spark, startedAt, clock.rows(), byStatus, urls);
    sink.commit(record());
    sink.finish(summary.toJson());
    return summary;
  }

  private FetchSummary summary(
      SparkSession spark,
      Instant startedAt,
      long rows,
      Map<FetchStatus, Long> byStatus,
      FetchSummary.Urls urls) {
    return new FetchSummary(
        request.runId(),
        COMMAND,
        startedAt.toString(),
        Instant.now().toString(),
        request.arguments(),
        RunSummary.Versions.current(spark.version()),
        Redaction.redact(request.input().location()),
        Redaction.redact(sink.directory()),
        request.columns().url(),
        new FetchSummary.Rows(rows, rows, byStatus),
        urls);
  }

  private SliceRecord record() {
    return new SliceRecord(
        COMMAND,
        COMMAND,
        request.runId(),
        List.of(),
        new SliceLineage("none", Map.of("url", request.columns().url()), null),
        Map.of(),
        List.of(),
        Instant.now().toString());
  }

  private FetchColumns resolve(StructType schema) {
    return FetchColumns.resolve(
        schema, request.columns().url(), request.columns().id(), request.columns().keep());
  }

  private long fetch(ImageTable table, ImageLedger ledger) {
    try (ImageFetching fetching =
        ImageFetching.plan(request.runId(), table, ledger, request.again())) {
      LOG.info("run {} fetches {} URLs", request.runId(), fetching.count());
      ProgressReport.during(
          () -> fetching.run(ledger, request.settings()),
          ProgressLine.Work.FETCHED,
          fetching::settled,
          fetching.count(),
          System.err,
          ProgressReport.Style.detect());
      return fetching.count();
    }
  }

  private Map<FetchStatus, Long> byStatus(SparkSession spark) {
    Map<String, Long> counts = new LinkedHashMap<>();
    Dataset<Row> staged = sink.staged(spark, COMMAND, STATUS);
    staged
        .groupBy("fetch_status")
        .agg(functions.count("*"))
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    Map<FetchStatus, Long> byStatus = new LinkedHashMap<>();
    for (FetchStatus status : FetchStatus.values()) {
      if (counts.containsKey(status.name())) {
        byStatus.put(status, counts.get(status.name()));
      }
    }
    return byStatus;
  }

  private static void requireSameRows(long in, Map<FetchStatus, Long> byStatus) {
    long out = byStatus.values().stream().mapToLong(Long::longValue).sum();
    if (in != out) {
      throw new GateException(
          String.format(
              Locale.ROOT,
              "Refused to publish images: %,d rows were written for %,d rows read; expected as many. Did the input change during the run? Start it again",
              out,
              in));
    }
  }
}
