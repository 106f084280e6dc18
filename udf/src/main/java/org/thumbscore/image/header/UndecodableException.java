package org.thumbscore.image.header;

/** Bytes that are no whole image; the message is one line that says what is wrong with them. */
public final class UndecodableException extends Exception {
  private static final long serialVersionUID = 1L;

  public UndecodableException(String message) {
    super(message);
  }

  public UndecodableException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What is said of a file that ends before it should. */
  public static UndecodableException cutOff(int length) {
    return new UndecodableException("the file is cut off after " + length + " bytes");
  }
}
