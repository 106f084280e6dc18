package org.thumbscore.embed;

import java.util.Optional;
import org.thumbscore.text.TokenizedText;

/** One text on its way through the text tower. Not thread-safe. */
final class TextWork {
  private final TokenizedText tokens;
  private Optional<Embedding> embedding = Optional.empty();

  TextWork(TokenizedText tokens) {
    this.tokens = tokens;
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
