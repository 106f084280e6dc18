package org.thumbscore.pipeline;

import java.util.Optional;

/**
 * The input of the pipeline.
 *
 * @param payload a value that is returned with the result
 * @param text the text to embed, or empty if there is none
 * @param image the image to embed, or empty if there is none
 * @param known embeddings that need not be computed
 * @param <T> whatever the caller needs to identify the row
 */
public record Article<T>(
    T payload, Optional<String> text, Optional<ArticleImage> image, KnownEmbeddings known) {

  /** Creates an article without known embeddings. */
  public Article(T payload, Optional<String> text, Optional<ArticleImage> image) {
    this(payload, text, image, KnownEmbeddings.NONE);
  }

  /** Returns a copy of this article with the given known embeddings. */
  public Article<T> knowing(KnownEmbeddings embeddings) {
    return new Article<>(payload, text, image, embeddings);
  }
}
