package org.thumbscore.runtime;

import org.thumbscore.common.Redaction;

/** The runtime or its device cannot do what was asked; the message is one line. */
public final class EncoderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EncoderException(String message) {
    super(Redaction.redact(message));
  }

  public EncoderException(String message, Throwable cause) {
    super(Redaction.redact(message), cause);
  }
}
