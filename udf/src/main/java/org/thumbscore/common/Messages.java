package org.thumbscore.common;

import java.util.List;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** Utilities for deriving one-line messages from what libraries report. */
public final class Messages {
  private static final int LONGEST = 300;

  private Messages() {}

  /**
   * Returns the first non-blank line of an exception's message, shortened, or the name of its class
   * if there is no such line.
   */
  public static String firstLine(Throwable thrown) {
    return Optional.ofNullable(thrown.getMessage())
        .flatMap(
            message -> message.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst())
        .map(Messages::shortened)
        .map(line -> line.endsWith(".") && !line.endsWith("..") ? chop(line) : line)
        .orElseGet(() -> thrown.getClass().getName());
  }

  /**
   * Redacts the credentials in a line that a library wrote and cuts it to a length that fits into a
   * message.
   */
  public static String shortened(String line) {
    // Redact before cutting: half of a credential is still a credential.
    String clean = Redaction.redact(line);
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
  }

  /** Returns the innermost cause of an exception, which usually says what happened. */
  public static Throwable root(Throwable thrown) {
    List<Throwable> causes = ExceptionUtils.getThrowableList(thrown);
    return causes.get(causes.size() - 1);
  }

  private static String chop(String line) {
    return line.substring(0, line.length() - 1);
  }
}
