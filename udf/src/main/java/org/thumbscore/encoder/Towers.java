package org.thumbscore.encoder;

import java.util.List;
import java.util.OptionalInt;
import org.thumbscore.runtime.EncoderException;

/**
 * The two towers of a loaded model, which map images and texts to vectors in a common space. As
 * thread-safe as the session in which they run.
 */
public interface Towers extends AutoCloseable {
  /**
   * Embeds images; blocks until the device is done.
   *
   * @return one embedding for each image in the batch, in order, with the model's number of vectors
   *     and its extra columns
   * @throws EncoderException if the runtime fails
   */
  List<Embedding> images(PixelBatch batch);

  /**
   * Embeds texts; blocks until the device is done.
   *
   * @return one embedding for each text in the batch, in order
   * @throws EncoderException if the runtime fails
   */
  List<Embedding> texts(TokenBatch batch);

  /** Returns the padding for texts that are shorter than the longest one in their batch. */
  Padding padding();

  /**
   * Returns the fixed number of tokens that each text must have, or empty if any number is allowed.
   */
  default OptionalInt fixedTextLength() {
    return OptionalInt.empty();
  }

  /** Closes what the towers opened themselves; the owner of the session closes the session. */
  @Override
  default void close() {}
}
