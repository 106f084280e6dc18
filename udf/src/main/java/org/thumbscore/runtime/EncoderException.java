package org.thumbscore.runtime;

import org.thumbscore.common.Redaction;

/** Thrown when ONNX Runtime or its device fails. The message is one line. */
public sealed class EncoderException extends RuntimeException permits DeviceMemoryException {
  private static final long serialVersionUID = 1L;

  public EncoderException(String message) {
    super(Redaction.redact(message));
  }

  public EncoderException(String message, Throwable cause) {
    super(Redaction.redact(message), cause);
  }
}
