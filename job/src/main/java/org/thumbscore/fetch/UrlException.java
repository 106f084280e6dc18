package org.thumbscore.fetch;

/** A URL cannot be fetched as it stands; the message says why and does not repeat it. */
final class UrlException extends Exception {
  private static final long serialVersionUID = 1L;

  UrlException(String message) {
    super(message);
  }

  UrlException(String message, Throwable cause) {
    super(message, cause);
  }
}
