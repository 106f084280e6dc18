package org.thumbscore.pipeline;

import org.thumbscore.image.PreparedImage;

/** The outcome of reading one image. */
public sealed interface StoredImage {

  /**
   * All of its bytes.
   *
   * @param decoded run once, when the bytes are no longer needed
   */
  @SuppressWarnings("ArrayRecordComponent") // never a key: a carrier between two steps
  record Whole(byte[] bytes, Runnable decoded) implements StoredImage {}

  /** None. */
  record Refused(PreparedImage.Rejected why) implements StoredImage {}
}
