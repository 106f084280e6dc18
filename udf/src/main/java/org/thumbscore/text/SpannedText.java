package org.thumbscore.text;

/**
 * A tokenized text that records where in the text each token lies.
 *
 * @param ids the token ids, including the special tokens around the text
 * @param starts the index of the first {@code char} of each token; -1 for the special tokens around
 *     the text
 * @param ends the index after the last {@code char} of each token; -1 where {@code starts} is
 * @param words the number of the word that each token belongs to, as the tokenizer splits words; -1
 *     for special tokens
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; only passed between two steps
public record SpannedText(int[] ids, int[] starts, int[] ends, int[] words) {
  /** Returns the number of tokens, including special tokens. */
  public int length() {
    return ids.length;
  }

  /** Returns whether a token is part of the text and not one of the special tokens around it. */
  public boolean isText(int token) {
    return starts[token] >= 0;
  }

  /**
   * Returns this text truncated to a number of tokens. The special tokens at the end are kept, so
   * that fewer tokens of the text remain.
   */
  SpannedText truncated(int most) {
    if (ids.length <= most) {
      return this;
    }
    int tail = 0;
    while (tail < most && !isText(ids.length - 1 - tail)) {
      tail++;
    }
    return new SpannedText(
        truncated(ids, most, tail),
        truncated(starts, most, tail),
        truncated(ends, most, tail),
        truncated(words, most, tail));
  }

  private static int[] truncated(int[] values, int most, int tail) {
    int[] kept = new int[most];
    System.arraycopy(values, 0, kept, 0, most - tail);
    System.arraycopy(values, values.length - tail, kept, most - tail, tail);
    return kept;
  }
}
