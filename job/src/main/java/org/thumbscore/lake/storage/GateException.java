package org.thumbscore.lake.storage;

import org.thumbscore.common.Redaction;

/** The scores were computed but must not be published; the message is one line. */
public final class GateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public GateException(String message) {
    super(Redaction.redact(message));
  }
}
