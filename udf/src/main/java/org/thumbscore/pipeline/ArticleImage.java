package org.thumbscore.pipeline;

import org.thumbscore.image.PreparedImage;

/** The image of an article. */
public sealed interface ArticleImage {

  /** The encoded image itself. */
  @SuppressWarnings("ArrayRecordComponent") // never compared; see ContentKey
  record Encoded(byte[] bytes) implements ArticleImage {}

  /**
   * The path of the image, as given in the article. Images with equal paths are considered equal.
   */
  record At(String path) implements ArticleImage {}

  /** An image that was refused by its size alone, without reading it. */
  record Refused(PreparedImage.Rejected why) implements ArticleImage {}
}
