package org.thumbscore.encoder;

/** What fills the rows of a batch of texts up to its length; the mask leaves it out. */
public sealed interface Padding {
  /** Repeats each row's own last id, the end token. */
  record LastId() implements Padding {
    @Override
    public int of(int lastId) {
      return lastId;
    }
  }

  /** Repeats one id, the tokenizer's padding token. */
  record Id(int id) implements Padding {
    @Override
    public int of(int lastId) {
      return id;
    }
  }

  /** Returns the id that fills up a row that ends with another. */
  int of(int lastId);
}
