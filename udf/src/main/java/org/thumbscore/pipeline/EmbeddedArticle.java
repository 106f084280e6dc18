package org.thumbscore.pipeline;

import java.util.Optional;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.image.PreparedImage;
import org.thumbscore.text.TokenizedText;

/**
 * What the pipeline makes of an article.
 *
 * @param tokens empty where the article has no text
 * @param <T> the caller's payload
 */
public record EmbeddedArticle<T>(T payload, Optional<TokenizedText> tokens, Outcome outcome) {

  /** Embeddings, or why there are none. */
  public sealed interface Outcome {}

  /** Both towers yielded a direction. */
  public record Pair(Embedding.Unit image, Embedding.Unit text) implements Outcome {}

  /** The article came without a text or without an image. */
  public record Incomplete() implements Outcome {}

  /** The image was refused. */
  public record ImageRejected(PreparedImage.Rejected why) implements Outcome {}

  /** A tower yielded a vector without direction. */
  public record ModelFailed(String message) implements Outcome {}
}
