package org.thumbscore.image.header;

/** An image beyond {@link ImageLimits}. */
public final class TooLargeException extends Exception {
  private static final long serialVersionUID = 1L;

  TooLargeException(String message) {
    super(message);
  }
}
