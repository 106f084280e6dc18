package org.thumbscore.pipeline;

import org.thumbscore.image.PreparedImage;

/** What an article has of its image. */
public sealed interface ArticleImage {

  /** The encoded image itself. */
  @SuppressWarnings("ArrayRecordComponent") // never a key: see ContentKey
  record Encoded(byte[] bytes) implements ArticleImage {}

  /** Where it lies, in the words of the article; equal paths are equal images. */
  record At(String path) implements ArticleImage {}

  /** Nothing that may be looked at: it was refused by its size alone. */
  record Refused(PreparedImage.Rejected why) implements ArticleImage {}
}
