package org.thumbscore.lake.storage;

import org.thumbscore.common.Redaction;

/** The input or output named does not fit what was asked; the message is one line. */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(Redaction.redact(message));
  }

  public InputException(String message, Throwable cause) {
    super(Redaction.redact(message), cause);
  }
}
