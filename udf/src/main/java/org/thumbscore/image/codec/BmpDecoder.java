package org.thumbscore.image.codec;

import org.thumbscore.image.header.BmpHeader;
import org.thumbscore.image.header.SizeGate;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;

/**
 * A decoder for BMP images that supports palettes, bit fields and run-length encoding in the same
 * way as Pillow. Thread-safe.
 */
final class BmpDecoder implements FormatDecoder {
  @Override
  public DecodedImage decode(byte[] bytes, SizeGate gate)
      throws UndecodableException, TooLargeException {
    BmpHeader header = BmpHeader.read(bytes);
    gate.check(header.size());
    return header.runs().isPresent() ? expand(bytes, header, gate) : BmpImage.of(bytes, header);
  }

  private static DecodedImage expand(byte[] bytes, BmpHeader header, SizeGate gate)
      throws UndecodableException, TooLargeException {
    int[] colors =
        header
            .palette()
            .orElseThrow(() -> new UndecodableException("a BMP of runs that has no palette"));
    int pixels = gate.takeArray(header.size(), 1);
    return new IndexedImage(header.size(), BmpRuns.expand(bytes, header, pixels), colors);
  }
}
