package org.thumbscore.image.jpeg;

/**
 * Signals that a JPEG image has a feature or a fault that this package leaves to another decoder.
 * It has no stack trace, because it is part of the normal flow.
 */
final class UnusualJpegException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusualJpegException(String message) {
    super(message, null, false, false);
  }
}
