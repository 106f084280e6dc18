package org.thumbscore.pipeline;

import java.util.Optional;
import org.thumbscore.encoder.Embedding;
import org.thumbscore.pipeline.WorkIndex.Held;
import org.thumbscore.text.TokenizedText;

/** A row in the look-ahead. */
record Slot<T>(
    T payload,
    int bytes,
    Optional<Held<String, TextWork>> text,
    Optional<Held<ImageKey, ImageWork>> image) {

  /** Returns whether this row has both a text and an image to embed. */
  boolean isComplete() {
    return text.isPresent() && image.isPresent();
  }

  ImageWork imageWork() {
    return image.orElseThrow().work();
  }

  TextWork textWork() {
    return text.orElseThrow().work();
  }

  Optional<TokenizedText> tokens() {
    return text.map(held -> held.work().tokens());
  }

  EmbeddedArticle<T> result() {
    return new EmbeddedArticle<>(payload, tokens(), outcome());
  }

  private EmbeddedArticle.Outcome outcome() {
    if (!isComplete()) {
      return new EmbeddedArticle.Incomplete();
    }
    if (imageWork().rejection().isPresent()) {
      return new EmbeddedArticle.ImageRejected(imageWork().rejection().get());
    }
    Embedding image = imageWork().embedding().orElseThrow();
    Embedding words = textWork().embedding().orElseThrow();
    if (image instanceof Embedding.Failed failed) {
      return new EmbeddedArticle.ModelFailed(failed.message());
    }
    if (words instanceof Embedding.Failed failed) {
      return new EmbeddedArticle.ModelFailed(failed.message());
    }
    return new EmbeddedArticle.Pair((Embedding.Unit) image, (Embedding.Unit) words);
  }
}
