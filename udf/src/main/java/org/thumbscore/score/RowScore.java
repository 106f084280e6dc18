package org.thumbscore.score;

import org.thumbscore.encoder.Embedding;

/** What became of an article. */
public sealed interface RowScore {

  /** The status in the output. */
  RowStatus status();

  /**
   * The article has a score.
   *
   * @param similarity best cosine of the image's vectors and the text's, in [-1, 1]
   * @param image its vectors, and a value for each of the model's extra columns
   */
  record Scored(float similarity, Embedding.Unit image, Embedding.Unit text) implements RowScore {
    @Override
    public RowStatus status() {
      return RowStatus.OK;
    }
  }

  /** The article has none; the error is one line: what was found and what was expected. */
  record Rejected(RowStatus status, String error) implements RowScore {}
}
