package org.thumbscore.config;

import org.thumbscore.common.Redaction;

/** An argument or config value cannot be used; the message is one line. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(Redaction.redact(message));
  }

  public ConfigException(String message, Throwable cause) {
    super(Redaction.redact(message), cause);
  }
}
