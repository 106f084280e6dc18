package org.thumbscore.image.header;

/**
 * Thrown when bytes are not a complete image. The message is one line that says what is wrong with
 * them.
 */
public final class UndecodableException extends Exception {
  private static final long serialVersionUID = 1L;

  public UndecodableException(String message) {
    super(message);
  }

  public UndecodableException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Returns an exception for a file that ends too early. */
  public static UndecodableException cutOff(int length) {
    return new UndecodableException("the file is cut off after " + length + " bytes");
  }
}
