package org.thumbscore.fetch;

/**
 * Thrown when a URL cannot be fetched as written. The message gives the reason and does not contain
 * the URL.
 */
final class UrlException extends Exception {
  private static final long serialVersionUID = 1L;

  UrlException(String message) {
    super(message);
  }

  UrlException(String message, Throwable cause) {
    super(message, cause);
  }
}
