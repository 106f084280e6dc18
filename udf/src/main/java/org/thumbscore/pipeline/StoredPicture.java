package org.thumbscore.pipeline;

import org.thumbscore.image.PreparedThumbnail;

/** The outcome of reading one picture. */
public sealed interface StoredPicture {

  /**
   * All of its bytes.
   *
   * @param decoded run once, when the bytes are no longer needed
   */
  @SuppressWarnings("ArrayRecordComponent") // never a key: a carrier between two steps
  record Whole(byte[] bytes, Runnable decoded) implements StoredPicture {}

  /** None. */
  record Refused(PreparedThumbnail.Rejected why) implements StoredPicture {}
}
