package org.thumbscore.model;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import org.thumbscore.common.Redaction;

/** A model bundle cannot be used; the message is one sentence that says what it does contain. */
public final class BundleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BundleException(String message) {
    super(Redaction.redact(message));
  }

  public BundleException(String message, Throwable cause) {
    super(Redaction.redact(message), cause);
  }

  /** With the first line of what the cause says. */
  static BundleException because(String what, IOException cause) {
    return new BundleException(what + ": " + reason(cause), cause);
  }

  /** File systems often give nothing but the path: then the exception's name says what is wrong. */
  private static String reason(IOException cause) {
    String message = Optional.ofNullable(cause.getMessage()).orElse("");
    boolean bare = cause instanceof FileSystemException file && file.getReason() == null;
    String text = bare || message.isBlank() ? cause.getClass().getSimpleName() : message.strip();
    return text.lines().findFirst().orElseThrow().strip();
  }
}
