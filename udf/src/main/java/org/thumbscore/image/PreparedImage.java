package org.thumbscore.image;

import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.resample.RgbImage;

/** The outcome of preparing an encoded image. */
public sealed interface PreparedImage {
  /** A resized and cropped image with 8-bit samples, not yet standardized. */
  record Ready(RgbImage crop) implements PreparedImage {}

  /**
   * The reason why an image was refused. The message is one line that says what was found and what
   * was expected.
   */
  record Rejected(Reason reason, String message) implements PreparedImage {}

  /** The reason why an image was refused. */
  enum Reason {
    /** The bytes are not a complete image. */
    UNDECODABLE,
    /** The image exceeds the {@link ImageLimits}. */
    TOO_LARGE,
    /** The file that contains the image cannot be read. */
    UNREADABLE,
    /** The file that should contain the image is empty. */
    MISSING
  }
}
