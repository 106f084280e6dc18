package org.thumbscore.quality;

import org.thumbscore.common.Redaction;

/** A calibration file cannot be used; the message is one line. */
public final class CalibrationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CalibrationException(String message) {
    super(Redaction.redact(message));
  }

  public CalibrationException(String message, Throwable cause) {
    super(Redaction.redact(message), cause);
  }
}
