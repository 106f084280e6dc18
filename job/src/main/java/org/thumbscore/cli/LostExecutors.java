package org.thumbscore.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.SparkException;
import org.thumbscore.common.Messages;

/** Recognizes failures caused by the repeated loss of executors. */
final class LostExecutors {
  private static final Pattern LOST =
      Pattern.compile("ExecutorLostFailure \\(executor \\S+ ([^)]*)\\)(?: Reason: (.*))?");
  // FULL_HEAP matches the exit code of an executor that ran out of heap; KILLED matches those of
  // an executor killed by the kernel or the cluster manager.
  private static final Pattern FULL_HEAP =
      Pattern.compile("(?i)(?:exited with code|exit (?:code|status):?|exitcode:?) ?52\\b");
  private static final Pattern KILLED =
      Pattern.compile(
          "(?i)(?:exited with code|exit (?:code|status):?|exitcode:?) ?(?:137|143)\\b|memory limits|OOMKilled");
  private static final Pattern NO_CLUSTER =
      Pattern.compile(
          "Master removed our application: \\S+|All masters are unresponsive|Application .* has been killed");

  private LostExecutors() {}

  /** Returns a one-line message for the user, or empty if the failure has another cause. */
  static Optional<String> describe(Throwable thrown) {
    return ExceptionUtils.getThrowableList(thrown).stream()
        .filter(SparkException.class::isInstance)
        .map(t -> String.valueOf(t.getMessage()))
        .map(LostExecutors::found)
        .flatMap(Optional::stream)
        .findFirst()
        .map(
            found ->
                "Cannot go on without executors: %s; expected each task to get through in spark.task.maxFailures attempts. %s"
                    .formatted(found, advice(found)));
  }

  private static String advice(String found) {
    if (FULL_HEAP.matcher(found).find()) {
      return "Its heap was full. "
          + OutOfMemory.RAISE_HEAP
          + ". Then start the run again: it goes on";
    }
    return KILLED.matcher(found).find()
        ? "It was killed, as a rule for using more memory than it may: raise spark.executor.memoryOverhead, for weights and decoders lie outside the heap. Then start the run again: it goes on"
        : "Look at the executors' logs (memory?), then start the run again: it goes on";
  }

  private static Optional<String> found(String message) {
    Matcher lost = LOST.matcher(message);
    if (lost.find()) {
      return Optional.of(Messages.shortened(lost.group()));
    }
    return Optional.of(NO_CLUSTER.matcher(message)).filter(Matcher::find).map(Matcher::group);
  }
}
