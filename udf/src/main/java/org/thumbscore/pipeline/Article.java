package org.thumbscore.pipeline;

import java.util.Optional;

/**
 * What the pipeline takes.
 *
 * @param payload comes out again with the result
 * @param text empty: there is none to embed
 * @param image empty: there is none to embed
 * @param known embeddings that need not be computed
 * @param <T> whatever the caller needs to recognise the row
 */
public record Article<T>(
    T payload, Optional<String> text, Optional<ArticleImage> image, KnownEmbeddings known) {

  /** An article of which nothing is known. */
  public Article(T payload, Optional<String> text, Optional<ArticleImage> image) {
    this(payload, text, image, KnownEmbeddings.NONE);
  }

  /** The same article with what is known of it. */
  public Article<T> knowing(KnownEmbeddings embeddings) {
    return new Article<>(payload, text, image, embeddings);
  }
}
