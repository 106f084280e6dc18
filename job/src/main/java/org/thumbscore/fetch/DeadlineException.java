package org.thumbscore.fetch;

import java.io.IOException;

/** Thrown when an exchange takes longer than its time limit. */
final class DeadlineException extends IOException {
  private static final long serialVersionUID = 1L;

  DeadlineException(Throwable cause) {
    super("the time for this URL is over", cause);
  }
}
