package org.thumbscore.pipeline.path;

import org.thumbscore.common.Redaction;
import org.thumbscore.image.PreparedImage.Reason;
import org.thumbscore.image.PreparedImage.Rejected;

/** Thrown when no image can be read from a path. The message is one line. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  RefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * Returns an exception for an image that cannot be read.
   *
   * @param path the path, from which credentials are redacted
   * @param why the reason, which is shown as is
   */
  static RefusedException unreadable(String path, String why) {
    return new RefusedException(
        Reason.UNREADABLE, "Cannot read image " + Redaction.line(path) + ": " + why);
  }

  Rejected why() {
    return new Rejected(reason, getMessage());
  }
}
