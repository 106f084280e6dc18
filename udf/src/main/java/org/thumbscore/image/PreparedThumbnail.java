package org.thumbscore.image;

import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.resample.RgbImage;

/** The outcome of preparing one encoded picture. */
public sealed interface PreparedThumbnail {
  /** The resized, cropped picture, 8 bits, not yet standardised. */
  record Ready(RgbImage crop) implements PreparedThumbnail {}

  /** No picture; the message is one line: what was found and what was expected. */
  record Rejected(Reason reason, String message) implements PreparedThumbnail {}

  /** Why a picture was refused. */
  enum Reason {
    /** Its bytes are not a whole picture. */
    UNDECODABLE,
    /** It exceeds {@link ImageLimits}. */
    TOO_LARGE,
    /** It lies in a file, which cannot be read. */
    UNREADABLE,
    /** It lies in a file, which is empty. */
    MISSING
  }
}
