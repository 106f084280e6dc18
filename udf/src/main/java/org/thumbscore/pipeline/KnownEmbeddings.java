package org.thumbscore.pipeline;

import java.util.Optional;
import org.thumbscore.encoder.Embedding;

/**
 * The embeddings of an article that are known before any tower has run.
 *
 * @param image the embedding of the image, with the model's extra columns; if present, the image is
 *     known to be decodable
 * @param text the embedding of the text
 */
public record KnownEmbeddings(Optional<Embedding.Unit> image, Optional<Embedding.Unit> text) {
  /** No known embeddings; both are computed. */
  public static final KnownEmbeddings NONE =
      new KnownEmbeddings(Optional.empty(), Optional.empty());
}
