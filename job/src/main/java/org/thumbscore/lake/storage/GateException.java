package org.thumbscore.lake.storage;

import org.thumbscore.common.Redaction;

/**
 * Thrown when computed scores must not be published or input cannot be read. The message is a
 * single line.
 */
public final class GateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public GateException(String message) {
    super(Redaction.redact(message));
  }
}
