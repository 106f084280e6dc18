package org.thumbscore.image;

import javax.imageio.ImageReader;

/** A format that a JDK reader reads as Pillow does. Thread-safe. */
record PlainDecoder(JdkReaders readers) implements FormatDecoder {
  @Override
  public DecodedImage decode(byte[] bytes, SizeGate gate)
      throws UndecodableException, TooLargeException {
    return JdkDecode.run(
        readers,
        bytes,
        (ImageReader reader) -> {
          gate.check(ImageSize.of(reader.getWidth(0), reader.getHeight(0)));
          return RasterImage.of(reader.read(0));
        });
  }
}
