package org.thumbscore.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.encoder.EncoderBundle;
import org.thumbscore.model.BundleFetcher;
import org.thumbscore.quality.Labelling;
import org.thumbscore.spark.CounterfactualSource;

/**
 * Writes counterfactual texts for the articles of a data lake, to train a model with. This is the
 * API behind the {@code counterfactual} command. Slices, gates, ledger, lock, recovery and
 * exceptions are those of {@link ScoreJob}.
 */
public final class CounterfactualJob {
  private CounterfactualJob() {}

  /**
   * Runs the request in a session of the caller, commits the rows and returns a summary. Blocks
   * until the run is complete; other work may use the session concurrently.
   */
  public static RunSummary run(SparkSession spark, CounterfactualRequest request) {
    return runner(request).run(spark);
  }

  /**
   * Runs the request in the default session or, if there is none, in a session that is started with
   * the settings of {@code spark-submit} and stopped at the end.
   *
   * @param sparkDefaults Spark settings to use where {@code spark-submit} sets no value
   */
  public static RunSummary run(CounterfactualRequest request, Map<String, String> sparkDefaults) {
    return runner(request).run(sparkDefaults);
  }

  /** Returns what a run of the request would do, without writing anything. */
  public static DryRun plan(CounterfactualRequest request) {
    return runner(request).plan();
  }

  private static JobRunner runner(CounterfactualRequest request) {
    Instant startedAt = Instant.now();
    return new JobRunner(
        request.articles(),
        List.of(request.tagger(), request.maskedModel()),
        (model, scratch, hadoop) -> computation(request, model, startedAt, scratch, hadoop));
  }

  private static RowComputation computation(
      CounterfactualRequest request,
      EncoderBundle model,
      Instant startedAt,
      Scratch scratch,
      Configuration hadoop) {
    String tagger = ScoreRequest.onExecutors(request.tagger());
    String masked = ScoreRequest.onExecutors(request.maskedModel());
    CounterfactualSource source =
        CounterfactualSource.of(
            BundleFetcher.fetch(tagger, hadoop, scratch.directory()),
            tagger,
            BundleFetcher.fetch(masked, hadoop, scratch.directory()),
            masked,
            request.settings());
    return new CounterfactualComputation(
        request.articles(),
        ScoreJob.settings(request.articles(), Labelling.NONE, model, startedAt, hadoop),
        source);
  }
}
