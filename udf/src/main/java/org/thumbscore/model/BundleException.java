package org.thumbscore.model;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import org.thumbscore.common.Redaction;

/**
 * Thrown when a model bundle cannot be used. The message is one sentence that says what the bundle
 * contains.
 */
public final class BundleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BundleException(String message) {
    super(Redaction.redact(message));
  }

  public BundleException(String message, Throwable cause) {
    super(Redaction.redact(message), cause);
  }

  /** Creates an exception whose message ends with the first line of the cause's message. */
  static BundleException because(String what, IOException cause) {
    return new BundleException(what + ": " + reason(cause), cause);
  }

  /**
   * Returns the first line of a message, or the name of the exception if the file system reports
   * only the path.
   */
  private static String reason(IOException cause) {
    String message = Optional.ofNullable(cause.getMessage()).orElse("");
    boolean bare = cause instanceof FileSystemException file && file.getReason() == null;
    String text = bare || message.isBlank() ? cause.getClass().getSimpleName() : message.strip();
    return text.lines().findFirst().orElseThrow().strip();
  }
}
