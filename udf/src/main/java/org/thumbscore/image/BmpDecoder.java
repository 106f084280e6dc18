package org.thumbscore.image;

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
