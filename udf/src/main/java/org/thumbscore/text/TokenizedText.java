package org.thumbscore.text;

/**
 * A text as the text tower takes it.
 *
 * @param ids token ids, start and end token included, at most the context's length
 * @param tokens how many there were before truncation, start and end token included
 */
@SuppressWarnings("ArrayRecordComponent") // never a key: a carrier between two steps
public record TokenizedText(int[] ids, int tokens) {
  /** Whether the text was cut to the context. */
  public boolean truncated() {
    return tokens > ids.length;
  }
}
