package org.thumbscore.encoder;

/**
 * The ids that pad the rows of a batch of texts to its length. The attention mask excludes them.
 */
public sealed interface Padding {
  /** Padding that repeats the last id of each row, which is the end token. */
  record LastId() implements Padding {
    @Override
    public int of(int lastId) {
      return lastId;
    }
  }

  /** Padding that repeats a fixed id, the padding token of the tokenizer. */
  record Id(int id) implements Padding {
    @Override
    public int of(int lastId) {
      return id;
    }
  }

  /** Returns the padding id for a row with the given last id. */
  int of(int lastId);
}
