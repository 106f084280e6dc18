package org.thumbscore.score;

/** What became of an article. */
public sealed interface RowScore {

  /** The status in the output. */
  RowStatus status();

  /**
   * The article has a score.
   *
   * @param similarity cosine of the two embeddings, in [-1, 1]
   * @param image unit length
   * @param text unit length
   */
  @SuppressWarnings("ArrayRecordComponent") // never a key: a carrier between two steps
  record Scored(float similarity, float[] image, float[] text) implements RowScore {
    @Override
    public RowStatus status() {
      return RowStatus.OK;
    }
  }

  /** The article has none; the error is one line: what was found and what was expected. */
  record Rejected(RowStatus status, String error) implements RowScore {}
}
