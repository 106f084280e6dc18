package org.thumbscore.pipeline;

import java.util.Optional;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.text.TokenizedText;

/** The progress of one text through the text tower. Not thread-safe. */
final class TextWork {
  private final TokenizedText tokens;
  private final boolean known;
  private Optional<Embedding> embedding;

  /**
   * Creates the work for a text.
   *
   * @param embedding the embedding, if it is already known
   */
  TextWork(TokenizedText tokens, Optional<Embedding.Unit> embedding) {
    this.tokens = tokens;
    this.known = embedding.isPresent();
    this.embedding = embedding.map(Embedding.class::cast);
  }

  boolean isKnown() {
    return known;
  }

  TokenizedText tokens() {
    return tokens;
  }

  boolean isSettled() {
    return embedding.isPresent();
  }

  void settle(Embedding result) {
    embedding = Optional.of(result);
  }

  Optional<Embedding> embedding() {
    return embedding;
  }
}
