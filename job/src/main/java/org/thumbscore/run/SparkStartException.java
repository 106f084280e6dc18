package org.thumbscore.run;

import org.thumbscore.common.Messages;
import org.thumbscore.common.Redaction;

/**
 * Thrown when Spark does not start, for instance because a setting names a directory that does not
 * exist. The message is a single line.
 */
public final class SparkStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SparkStartException(Exception cause) {
    super(
        Redaction.redact(
            "Cannot start Spark: %s. Check Spark's settings"
                .formatted(Messages.firstLine(Messages.root(cause)))),
        cause);
  }
}
