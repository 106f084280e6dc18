package org.thumbscore.runtime;

/**
 * Thrown when a run needs more memory than its device has. The session stays usable, so that the
 * caller can run fewer rows at once.
 */
public final class DeviceMemoryException extends EncoderException {
  private static final long serialVersionUID = 1L;

  public DeviceMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
