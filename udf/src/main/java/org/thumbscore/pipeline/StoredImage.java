package org.thumbscore.pipeline;

import org.thumbscore.image.PreparedImage;

/** The outcome of reading one image. */
public sealed interface StoredImage {

  /**
   * All bytes of the image.
   *
   * @param decoded run once, when the bytes are no longer needed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; only passed between two steps
  record Whole(byte[] bytes, Runnable decoded) implements StoredImage {}

  /** The reason why the image was refused. */
  record Refused(PreparedImage.Rejected why) implements StoredImage {}
}
