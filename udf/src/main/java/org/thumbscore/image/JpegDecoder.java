package org.thumbscore.image;

import java.util.Optional;

/**
 * JPEG: by libjpeg-turbo where it finds nothing to remark, else by the JDK's reader, whose samples
 * are the same and whose remarks have words. Thread-safe.
 */
record JpegDecoder(Optional<NativeCodecs> natives) implements FormatDecoder {
  @Override
  public DecodedImage decode(byte[] bytes, SizeGate gate)
      throws UndecodableException, TooLargeException {
    JpegHeader header = JpegHeader.read(bytes);
    gate.check(header.size());
    if (!header.hasEnd(bytes)) {
      throw new UndecodableException(
          "a JPEG cut off after " + bytes.length + " bytes, before its end marker");
    }
    Optional<DecodedImage> fast =
        header.components() == 4
            ? Optional.empty()
            : natives.flatMap(codecs -> codecs.readJpeg(bytes, header));
    return fast.isPresent() ? fast.get() : JdkJpeg.decode(bytes, header);
  }
}
