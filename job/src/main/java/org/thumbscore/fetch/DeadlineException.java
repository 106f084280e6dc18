package org.thumbscore.fetch;

import java.io.IOException;

/** An exchange took longer than it may. */
final class DeadlineException extends IOException {
  private static final long serialVersionUID = 1L;

  DeadlineException(Throwable cause) {
    super("the time for this URL is over", cause);
  }
}
