package org.thumbscore.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.thumbscore.common.Messages;

/** Tells a cluster that took executors away too often from a failure of the job. */
final class LostExecutors {
  private static final Pattern LOST =
      Pattern.compile("ExecutorLostFailure \\(executor \\S+ ([^)]*)\\)(?: Reason: (.*))?");
  private static final Pattern NO_CLUSTER =
      Pattern.compile(
          "Master removed our application: \\S+|All masters are unresponsive|Application .* has been killed");

  private LostExecutors() {}

  /** One line for the user; empty where something else failed. */
  static Optional<String> describe(Throwable thrown) {
    return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
        .filter(SparkException.class::isInstance)
        .map(t -> String.valueOf(t.getMessage()))
        .map(LostExecutors::found)
        .flatMap(Optional::stream)
        .findFirst()
        .map(
            found ->
                "Cannot go on without executors: %s; expected each task to get through in spark.task.maxFailures attempts. Look at the executors' logs (memory?), then start the run again: it goes on"
                    .formatted(found));
  }

  private static Optional<String> found(String message) {
    Matcher lost = LOST.matcher(message);
    if (lost.find()) {
      return Optional.of(Messages.shortened(lost.group()));
    }
    return Optional.of(NO_CLUSTER.matcher(message)).filter(Matcher::find).map(Matcher::group);
  }
}
