package org.thumbscore.image;

import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.resample.RgbImage;

/** The outcome of preparing one encoded image. */
public sealed interface PreparedImage {
  /** The resized, cropped image, 8 bits, not yet standardised. */
  record Ready(RgbImage crop) implements PreparedImage {}

  /** No image; the message is one line: what was found and what was expected. */
  record Rejected(Reason reason, String message) implements PreparedImage {}

  /** Why an image was refused. */
  enum Reason {
    /** Its bytes are not a whole image. */
    UNDECODABLE,
    /** It exceeds {@link ImageLimits}. */
    TOO_LARGE,
    /** It lies in a file, which cannot be read. */
    UNREADABLE,
    /** It lies in a file, which is empty. */
    MISSING
  }
}
