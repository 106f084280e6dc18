package org.thumbscore.run;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.fetch.ImageLedger;
import org.thumbscore.lake.commit.ExistingOutput;
import org.thumbscore.lake.commit.ScoreSink;
import org.thumbscore.lake.storage.PathCheck;

/**
 * Prepares and starts a run of {@code fetch}. Invalid requests are rejected before Spark starts if
 * possible.
 */
public record FetchJob(FetchRequest request) {
  private static final Logger LOG = LoggerFactory.getLogger(FetchJob.class);

  /** Fetches the images, publishes the output and returns a summary. */
  public FetchSummary run() {
    Configuration hadoop = SparkRuntime.hadoopSettings();
    PathCheck.requireExists(request.input(), hadoop);
    PathCheck.requireApart(request.input(), request.output(), hadoop);
    ExistingOutput existing =
        ImageLedger.existsIn(request.output(), hadoop)
            ? ExistingOutput.REPLACE
            : request.existing();
    try (ScoreSink sink = ScoreSink.prepare(request.output(), hadoop, request.runId());
        SparkRuntime spark = SparkRuntime.start("thumbscore " + request.runId(), Map.of())) {
      warnOfPrivateAddresses();
      return new FetchRun(request, existing, sink).run(spark.session(), hadoop);
    }
  }

  private void warnOfPrivateAddresses() {
    if (!request.settings().addresses().allowed().isEmpty()) {
      LOG.warn(
          "--allow-private-addresses: URLs of the input may make executors ask hosts of private networks");
    }
  }
}
