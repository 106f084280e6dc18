package org.thumbscore.image.header;

/** Thrown when an image exceeds the {@link ImageLimits} or the memory for decoding. */
public final class TooLargeException extends Exception {
  private static final long serialVersionUID = 1L;

  TooLargeException(String message) {
    super(message);
  }
}
