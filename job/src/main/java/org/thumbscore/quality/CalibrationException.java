package org.thumbscore.quality;

import org.thumbscore.common.Redaction;

/** Thrown when a calibration cannot be made or used. The message is a single line. */
public final class CalibrationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CalibrationException(String message) {
    super(Redaction.redact(message));
  }

  public CalibrationException(String message, Throwable cause) {
    super(Redaction.redact(message), cause);
  }
}
