package org.thumbscore.pipeline;

import java.util.Optional;
import org.thumbscore.encoder.Embedding;

/**
 * What is known of an article before any tower has run.
 *
 * @param image of its image, with the model's extra columns; that there is one says that the image
 *     decodes
 * @param text of its text
 */
public record KnownEmbeddings(Optional<Embedding.Unit> image, Optional<Embedding.Unit> text) {
  /** Both are to be computed. */
  public static final KnownEmbeddings NONE =
      new KnownEmbeddings(Optional.empty(), Optional.empty());
}
