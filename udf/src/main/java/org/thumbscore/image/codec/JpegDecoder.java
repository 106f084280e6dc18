package org.thumbscore.image.codec;

import java.util.Optional;
import org.thumbscore.image.header.JpegHeader;
import org.thumbscore.image.header.JpegScans;
import org.thumbscore.image.header.SizeGate;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;

/**
 * JPEG: by libjpeg-turbo where it finds nothing to remark, else by the JDK's reader, whose samples
 * are the same and whose remarks have words. Thread-safe.
 */
record JpegDecoder(Optional<NativeCodecs> natives) implements FormatDecoder {
  private static final int PIXEL_BYTES = 4;
  private static final int COEFFICIENT_BYTES = 2;

  @Override
  public DecodedImage decode(byte[] bytes, SizeGate gate)
      throws UndecodableException, TooLargeException {
    JpegHeader header = JpegHeader.read(bytes);
    gate.check(header.size());
    if (!header.hasEnd(bytes)) {
      throw new UndecodableException(
          "a JPEG cut off after " + bytes.length + " bytes, before its end marker");
    }
    // Of several scans, libjpeg holds all coefficients until the last.
    int held = JpegScans.count(bytes, header) > 1 ? COEFFICIENT_BYTES * header.components() : 0;
    gate.take(header.size().pixels() * (PIXEL_BYTES + held));
    Optional<DecodedImage> fast =
        header.components() == 4
            ? Optional.empty()
            : natives.flatMap(codecs -> codecs.readJpeg(bytes, header));
    return fast.isPresent() ? fast.get() : JdkJpeg.decode(bytes, header);
  }
}
