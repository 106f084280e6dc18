package org.thumbscore.bundle;

/** A model bundle cannot be used; the message is one sentence that says what it does contain. */
public final class BundleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BundleException(String message) {
    super(message);
  }

  public BundleException(String message, Throwable cause) {
    super(message, cause);
  }
}
