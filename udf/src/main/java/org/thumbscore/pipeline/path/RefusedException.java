package org.thumbscore.pipeline.path;

import org.thumbscore.common.Redaction;
import org.thumbscore.image.PreparedImage.Reason;
import org.thumbscore.image.PreparedImage.Rejected;

/** There is no image to be had from a path; the message is one line. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  RefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * It cannot be read.
   *
   * @param path scrubbed here
   * @param why may be shown
   */
  static RefusedException unreadable(String path, String why) {
    return new RefusedException(
        Reason.UNREADABLE, "Cannot read image " + Redaction.line(path) + ": " + why);
  }

  Rejected why() {
    return new Rejected(reason, getMessage());
  }
}
