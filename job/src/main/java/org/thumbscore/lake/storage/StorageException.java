package org.thumbscore.lake.storage;

import org.thumbscore.common.Redaction;

/**
 * Thrown when the storage cannot be used, for instance because access fails, another run holds the
 * lock or a library is missing. The message is a single line.
 */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message) {
    super(Redaction.redact(message));
  }

  public StorageException(String message, Throwable cause) {
    super(Redaction.redact(message), cause);
  }
}
