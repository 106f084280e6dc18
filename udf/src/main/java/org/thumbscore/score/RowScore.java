package org.thumbscore.score;

import org.thumbscore.encoder.Embedding;

/** The result of scoring an article. */
public sealed interface RowScore {

  /** Returns the status to write to the output. */
  RowStatus status();

  /**
   * A score.
   *
   * @param similarity the highest cosine between the image's vectors and the text's vector, in [-1,
   *     1]
   * @param image the image's vectors, and a value for each of the model's extra columns
   */
  record Scored(float similarity, Embedding.Unit image, Embedding.Unit text) implements RowScore {
    @Override
    public RowStatus status() {
      return RowStatus.OK;
    }
  }

  /**
   * The reason why an article has no score. The error is one line that says what was found and what
   * was expected.
   */
  record Rejected(RowStatus status, String error) implements RowScore {}
}
