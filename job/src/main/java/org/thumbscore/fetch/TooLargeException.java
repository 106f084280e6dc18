package org.thumbscore.fetch;

import java.io.IOException;

/** An answer has more bytes than are read. */
final class TooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  TooLargeException(String message) {
    super(message);
  }
}
