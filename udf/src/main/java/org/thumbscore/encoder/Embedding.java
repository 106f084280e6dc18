package org.thumbscore.encoder;

/** What a tower made of one input. */
public sealed interface Embedding {

  /**
   * A direction in the shared space.
   *
   * @param vector unit length within 1e-5; shared by the rows that hold the same image or text, so
   *     nobody writes to it
   */
  @SuppressWarnings("ArrayRecordComponent") // never a key: a carrier between two steps
  record Unit(float[] vector) implements Embedding {}

  /** The tower's output has no direction; the message is one line. */
  record Failed(String message) implements Embedding {}
}
