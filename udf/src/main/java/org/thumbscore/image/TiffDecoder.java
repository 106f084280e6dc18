package org.thumbscore.image;

/** SKELETON. */
final class TiffDecoder implements FormatDecoder {
  @Override
  public DecodedImage decode(byte[] bytes, SizeGate gate)
      throws UndecodableException, TooLargeException {
    return new PlainDecoder(JdkReaders.TIFF).decode(bytes, gate);
  }
}
