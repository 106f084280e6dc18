package org.thumbscore.fetch;

import java.io.IOException;

/** Thrown when a response is larger than the limit. */
final class TooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  TooLargeException(String message) {
    super(message);
  }
}
