package org.thumbscore.config;

import org.thumbscore.common.Redaction;

/** Thrown when an argument or config value cannot be used. The message is a single line. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(Redaction.redact(message));
  }

  public ConfigException(String message, Throwable cause) {
    super(Redaction.redact(message), cause);
  }
}
