package org.thumbscore.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** Recognizes failures caused by a JVM that ran out of memory and names the setting to raise. */
final class OutOfMemory {
  /** The advice for a heap that may have been full on the driver or an executor. */
  static final String RAISE_HEAP =
      "Raise spark.executor.memory; in local mode, and where it was the driver, spark.driver.memory (--driver-memory before the command, or THUMBSCORE_MEMORY). Or run fewer tasks at once: lower spark.executor.cores";

  // An error from another JVM, or one wrapped in a scala.MatchError, is only available as text.
  private static final Pattern SAID =
      Pattern.compile("java\\.lang\\.OutOfMemoryError(?:: ([^\\r\\n]{1,200}))?");

  private record Advice(String said, String advice) {}

  private static final List<Advice> OTHER_THAN_HEAP =
      List.of(
          new Advice(
              "direct buffer memory",
              "Raise -XX:MaxDirectMemorySize in spark.executor.extraJavaOptions, and spark.executor.memoryOverhead with it"),
          new Advice(
              "native thread", "Raise the limit of processes and threads (ulimit -u) of the user"),
          new Advice("metaspace", "Raise -XX:MaxMetaspaceSize in spark.executor.extraJavaOptions"),
          new Advice(
              "vm limit",
              "No heap holds a value of 2 GB: take such rows out of the input, or raise spark.executor.memory where none is that large"));

  private OutOfMemory() {}

  /** Returns a one-line message for the user, or empty if the failure has another cause. */
  static Optional<String> describe(Throwable thrown) {
    return ExceptionUtils.getThrowableList(thrown).stream()
        .map(OutOfMemory::said)
        .flatMap(Optional::stream)
        .reduce((outer, inner) -> inner)
        .map(
            said ->
                "Cannot go on without memory: found '%s', expected the rows of a task to fit. %s. Then start the run again: it goes on"
                    .formatted(said, advice(said)));
  }

  private static Optional<String> said(Throwable thrown) {
    if (thrown instanceof OutOfMemoryError error) {
      return Optional.of(shortened(String.valueOf(error.getMessage())));
    }
    return Optional.of(SAID.matcher(String.valueOf(thrown.getMessage())))
        .filter(Matcher::find)
        .map(matcher -> shortened(String.valueOf(matcher.group(1))));
  }

  private static String shortened(String said) {
    String line =
        said.lines()
            .findFirst()
            .orElse("")
            .replace("(of class java.lang.OutOfMemoryError)", "")
            .strip();
    return line.isEmpty() || line.equals("null") ? "OutOfMemoryError" : line;
  }

  private static String advice(String said) {
    return OTHER_THAN_HEAP.stream()
        .filter(other -> said.toLowerCase(Locale.ROOT).contains(other.said()))
        .findFirst()
        .map(Advice::advice)
        .orElse(RAISE_HEAP);
  }
}
