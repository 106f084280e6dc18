package org.thumbscore.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.thumbscore.bench.Workload;
import org.thumbscore.lake.storage.StorageException;
import org.thumbscore.run.JobRate;
import org.thumbscore.run.RunSummary;
import org.thumbscore.run.ScoreRequest;
import org.thumbscore.run.ScoreRequestBuilder;

/** The part of {@code bench} that needs Spark, in a class that is only loaded with it. */
final class BenchJob {
  private BenchJob() {}

  static BenchReport.Job run(
      Workload workload, long rows, Path model, Optional<Path> config, List<String> settings) {
    long needed = JobRate.bytes(workload, rows);
    if (needed > JobRate.free()) {
      throw new StorageException(
          String.format(
              Locale.ROOT,
              "Cannot measure the whole job: its %,d articles take %,d MB, and %s has %,d MB left. Set --rows, or java.io.tmpdir to another directory",
              rows,
              needed / 1_000_000,
              System.getProperty("java.io.tmpdir"),
              JobRate.free() / 1_000_000));
    }
    ScoreRequestBuilder request = ScoreRequest.builder().model(model.toAbsolutePath().toString());
    config.ifPresent(request::config);
    settings.forEach(request::set);
    RunSummary run = JobRate.of(workload, rows, request);
    return new BenchReport.Job(
        rows, run.seconds().scoring(), run.seconds().rowsPerSecond(), run.seconds().startUp());
  }
}
