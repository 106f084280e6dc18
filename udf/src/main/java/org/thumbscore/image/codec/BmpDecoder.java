package org.thumbscore.image.codec;

import org.thumbscore.image.header.BmpHeader;
import org.thumbscore.image.header.SizeGate;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;

/** BMP, by the JDK's reader. Thread-safe. */
final class BmpDecoder implements FormatDecoder {
  private final PlainDecoder decoder = new PlainDecoder(JdkReaders.BMP);

  @Override
  public DecodedImage decode(byte[] bytes, SizeGate gate)
      throws UndecodableException, TooLargeException {
    BmpHeader.check(bytes);
    return decoder.decode(bytes, gate);
  }
}
