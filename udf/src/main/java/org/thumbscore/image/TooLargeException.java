package org.thumbscore.image;

/** A picture beyond {@link ImageLimits}. */
final class TooLargeException extends Exception {
  private static final long serialVersionUID = 1L;

  TooLargeException(String message) {
    super(message);
  }
}
