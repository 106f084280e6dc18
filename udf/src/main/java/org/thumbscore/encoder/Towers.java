package org.thumbscore.encoder;

import java.util.List;
import java.util.OptionalInt;
import org.thumbscore.runtime.EncoderException;

/**
 * The two towers of a loaded model: images and texts become vectors of one space. Thread-safe as
 * far as the session is that they run in.
 */
public interface Towers extends AutoCloseable {
  /**
   * Embeds images; blocks until the device is done.
   *
   * @return one for each image of the batch, in order, with the model's number of vectors and its
   *     extra columns
   * @throws EncoderException if the runtime fails
   */
  List<Embedding> images(PixelBatch batch);

  /**
   * Embeds texts; blocks until the device is done.
   *
   * @return one for each text of the batch, in order
   * @throws EncoderException if the runtime fails
   */
  List<Embedding> texts(TokenBatch batch);

  /** Returns what fills up texts that are shorter than their batch. */
  Padding padding();

  /** Returns the only number of tokens that a text may have; empty where any will do. */
  default OptionalInt fixedTextLength() {
    return OptionalInt.empty();
  }

  /** Closes what the towers opened themselves; the session is its owner's. */
  @Override
  default void close() {}
}
