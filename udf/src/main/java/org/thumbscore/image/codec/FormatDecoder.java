package org.thumbscore.image.codec;

import org.thumbscore.image.header.SizeGate;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;

/** Decodes one format. Thread-safe. */
@FunctionalInterface
interface FormatDecoder {
  /**
   * A whole image, or an exception; the caller closes it.
   *
   * @param gate asked about every size a header announces, before memory is taken for it
   */
  DecodedImage decode(byte[] bytes, SizeGate gate) throws UndecodableException, TooLargeException;
}
