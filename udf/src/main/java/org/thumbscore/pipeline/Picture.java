package org.thumbscore.pipeline;

/** What an article has of its picture. */
public sealed interface Picture {

  /** The encoded picture itself. */
  @SuppressWarnings("ArrayRecordComponent") // never a key: see ContentKey
  record Encoded(byte[] bytes) implements Picture {}

  /** Where it lies, in the words of the article; equal paths are equal pictures. */
  record At(String path) implements Picture {}
}
