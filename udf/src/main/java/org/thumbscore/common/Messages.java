package org.thumbscore.common;

import java.util.List;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** One line out of what a library says. */
public final class Messages {
  private static final int LONGEST = 300;

  private Messages() {}

  /** The first line that says something, shortened; the class's name where there is none. */
  public static String firstLine(Throwable thrown) {
    return Optional.ofNullable(thrown.getMessage())
        .flatMap(
            message -> message.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst())
        .map(Messages::shortened)
        .map(line -> line.endsWith(".") && !line.endsWith("..") ? chop(line) : line)
        .orElseGet(() -> thrown.getClass().getName());
  }

  /** Of a line that a library wrote, as much as fits into a message, without credentials. */
  public static String shortened(String line) {
    // Cut last: half of a credential is one still.
    String clean = Redaction.redact(line);
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
  }

  /** The innermost cause, which usually says what happened. */
  public static Throwable root(Throwable thrown) {
    List<Throwable> causes = ExceptionUtils.getThrowableList(thrown);
    return causes.get(causes.size() - 1);
  }

  private static String chop(String line) {
    return line.substring(0, line.length() - 1);
  }
}
