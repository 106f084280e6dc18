package org.thumbscore.pipeline;

/** What an article has of its image. */
public sealed interface ArticleImage {

  /** The encoded image itself. */
  @SuppressWarnings("ArrayRecordComponent") // never a key: see ContentKey
  record Encoded(byte[] bytes) implements ArticleImage {}

  /** Where it lies, in the words of the article; equal paths are equal images. */
  record At(String path) implements ArticleImage {}
}
