package org.thumbscore.pipeline;

import java.util.Optional;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.image.PreparedImage;
import org.thumbscore.text.TokenizedText;

/**
 * The output of the pipeline for an article.
 *
 * @param tokens the tokenized text, or empty if the article has no text
 * @param <T> the type of the caller's payload
 */
public record EmbeddedArticle<T>(T payload, Optional<TokenizedText> tokens, Outcome outcome) {

  /** The embeddings, or the reason why there are none. */
  public sealed interface Outcome {}

  /** The embeddings of the image and the text. */
  public record Pair(Embedding.Unit image, Embedding.Unit text) implements Outcome {}

  /** The article has no text or no image. */
  public record Incomplete() implements Outcome {}

  /** The image was refused. */
  public record ImageRejected(PreparedImage.Rejected why) implements Outcome {}

  /** A tower returned a vector without a direction. */
  public record ModelFailed(String message) implements Outcome {}
}
