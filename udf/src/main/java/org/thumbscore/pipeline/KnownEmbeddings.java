package org.thumbscore.pipeline;

import java.util.Optional;

/**
 * What is known of an article before any tower has run.
 *
 * @param image of its image, unit length; that there is one says that the image decodes
 * @param text of its text, unit length
 */
public record KnownEmbeddings(Optional<float[]> image, Optional<float[]> text) {
  /** Both are to be computed. */
  public static final KnownEmbeddings NONE =
      new KnownEmbeddings(Optional.empty(), Optional.empty());
}
