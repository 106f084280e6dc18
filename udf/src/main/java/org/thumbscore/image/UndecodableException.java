package org.thumbscore.image;

/** Bytes that are no whole picture; the message is one line that says what is wrong with them. */
final class UndecodableException extends Exception {
  private static final long serialVersionUID = 1L;

  UndecodableException(String message) {
    super(message);
  }

  UndecodableException(String message, Throwable cause) {
    super(message, cause);
  }
}
