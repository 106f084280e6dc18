package org.thumbscore.text;

/**
 * A text in the form that the text tower accepts.
 *
 * @param ids token ids, including the start and end token, at most as many as the context length
 * @param tokens the number of tokens before truncation, including the start and end token
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; only passed between two steps
public record TokenizedText(int[] ids, int tokens) {
  /** Returns whether the text was truncated to the context length. */
  public boolean truncated() {
    return tokens > ids.length;
  }
}
