package org.thumbscore.run;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.fetch.ImageLedger;
import org.thumbscore.lake.commit.ExistingOutput;
import org.thumbscore.lake.commit.ScoreSink;
import org.thumbscore.lake.storage.PathCheck;

/** Prepares one run of fetching. What can be refused without Spark is refused before it starts. */
public record FetchJob(FetchRequest request) {
  private static final Logger LOG = LoggerFactory.getLogger(FetchJob.class);

  /** Fetches, publishes and tells what was done. */
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
