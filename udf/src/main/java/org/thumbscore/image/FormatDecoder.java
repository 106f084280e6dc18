package org.thumbscore.image;

/** Decodes one format. Thread-safe. */
@FunctionalInterface
interface FormatDecoder {
  /**
   * A whole picture, or an exception; the caller closes it.
   *
   * @param gate asked about every size a header announces, before memory is taken for it
   */
  DecodedImage decode(byte[] bytes, SizeGate gate) throws UndecodableException, TooLargeException;
}
