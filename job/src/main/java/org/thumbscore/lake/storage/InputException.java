package org.thumbscore.lake.storage;

import org.thumbscore.common.Redaction;

/**
 * Thrown when the given input or output is unsuitable for the request. The message is a single
 * line.
 */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(Redaction.redact(message));
  }

  public InputException(String message, Throwable cause) {
    super(Redaction.redact(message), cause);
  }
}
