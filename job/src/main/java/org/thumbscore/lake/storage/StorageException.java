package org.thumbscore.lake.storage;

import org.thumbscore.common.Redaction;

/** The storage refuses what the job must do with it; the message is one line. */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message) {
    super(Redaction.redact(message));
  }

  public StorageException(String message, Throwable cause) {
    super(Redaction.redact(message), cause);
  }
}
