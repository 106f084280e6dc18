package org.thumbscore.cli;

import java.util.Optional;
import java.util.stream.Stream;
import org.thumbscore.common.Messages;
import org.thumbscore.common.Redaction;
import org.thumbscore.lake.storage.UnreachableStorage;

/** What a user is told of an exception: one line, and an exit code. */
record Failure(String message, ExitCode exitCode) {

  Failure {
    // Libraries name paths and settings as they were given.
    message = Redaction.redact(message);
  }

  /** Of the outermost cause that says what the user can mend; else of a bug. */
  static Failure of(Throwable thrown) {
    Optional<Throwable> expected =
        Stream.iterate(thrown, t -> t != null, Throwable::getCause)
            .filter(cause -> ExitCode.of(cause) != ExitCode.BUG)
            .findFirst();
    return expected
        .map(cause -> new Failure(oneLine(cause), ExitCode.of(cause)))
        .or(() -> ofSurroundings(thrown))
        .orElseGet(() -> new Failure(unexpected(thrown), ExitCode.BUG));
  }

  private static Optional<Failure> ofSurroundings(Throwable thrown) {
    return LostExecutors.describe(thrown)
        .or(
            () ->
                UnreachableStorage.reason(thrown)
                    .map(
                        "Cannot reach the storage: %s. Start the run again when it answers: it goes on"
                            ::formatted))
        .map(message -> new Failure(message, ExitCode.ENVIRONMENT));
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
