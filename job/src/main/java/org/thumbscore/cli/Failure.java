package org.thumbscore.cli;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.thumbscore.common.Messages;
import org.thumbscore.common.Redaction;
import org.thumbscore.lake.storage.UnreachableStorage;

/** A failure as reported to the user: a one-line message and an exit code. */
record Failure(String message, ExitCode exitCode) {
  /** What Spark says once it is stopped, for instance by a signal to this process. */
  private static final Pattern STOPPED =
      Pattern.compile(
          "SparkContext was shut down|SparkContext has been shutdown|stopped SparkContext");

  Failure {
    // Messages of libraries may contain credentials in paths and settings.
    message = Redaction.redact(message);
  }

  /**
   * Returns the failure for the outermost cause that the user can act on, or a {@link ExitCode#BUG}
   * if there is no such cause.
   */
  static Failure of(Throwable thrown) {
    Optional<Failure> memory =
        OutOfMemory.describe(thrown).map(said -> new Failure(said, ExitCode.ENVIRONMENT));
    if (memory.isPresent()) {
      return memory.get();
    }
    Optional<Throwable> expected =
        ExceptionUtils.getThrowableList(thrown).stream()
            .filter(cause -> ExitCode.of(cause) != ExitCode.BUG)
            .findFirst();
    return expected
        .map(cause -> new Failure(oneLine(cause), ExitCode.of(cause)))
        .or(() -> SchemaRefusal.describe(thrown).map(said -> new Failure(said, ExitCode.USAGE)))
        .or(() -> ofSurroundings(thrown))
        .orElseGet(() -> new Failure(unexpected(thrown), ExitCode.BUG));
  }

  private static Optional<Failure> ofSurroundings(Throwable thrown) {
    return LostExecutors.describe(thrown)
        .or(() -> stopped(thrown))
        .or(
            () ->
                UnreachableStorage.reason(thrown)
                    .map(
                        "Cannot reach the storage: %s. Start the run again when it answers: it goes on"
                            ::formatted))
        .map(message -> new Failure(message, ExitCode.ENVIRONMENT));
  }

  private static Optional<String> stopped(Throwable thrown) {
    return ExceptionUtils.getThrowableList(thrown).stream()
        .map(cause -> String.valueOf(cause.getMessage()))
        .filter(STOPPED.asPredicate())
        .findFirst()
        .map(unused -> "Spark was stopped during the run. Start the run again: it goes on");
  }

  private static String oneLine(Throwable thrown) {
    return Optional.ofNullable(thrown.getMessage())
        .map(message -> message.strip().replaceAll("\\s*\\R\\s*", "; "))
        .orElseGet(() -> thrown.getClass().getName());
  }

  private static String unexpected(Throwable thrown) {
    Throwable root = Messages.root(thrown);
    return "Failed unexpectedly: %s: %s. Please report it with the stack trace%s"
        .formatted(
            root.getClass().getSimpleName(),
            Messages.firstLine(root),
            Optional.ofNullable(System.getenv("THUMBSCORE_LOG")).map(f -> " in " + f).orElse(""));
  }
}
