package org.thumbscore.image.codec;

import java.util.HexFormat;
import org.thumbscore.image.header.JpegHeader;

/**
 * A JPEG that says its YCbCr were RGB, so that libjpeg gives out the samples as they are.
 *
 * <p>libjpeg-turbo's own conversion writes past the cache where a row happens to lie on 32 bytes;
 * whoever reads that row next waits for memory, and an image takes twice as long or not by where
 * its buffer lies.
 */
final class UnconvertedJpeg {
  /** Adobe's segment with transform 0: colours as they are. Of several, libjpeg takes the last. */
  private static final byte[] ADOBE_AS_IS =
      HexFormat.of().parseHex("FFEE000E41646F626500640000000000");

  /** A segment that libjpeg passes over. */
  private static final byte IGNORED = (byte) 0xEF;

  private UnconvertedJpeg() {}

  /** A changed copy of a JPEG; the scans are the same. */
  static byte[] of(byte[] bytes, JpegHeader header) {
    int scans = header.scanStart();
    byte[] changed = new byte[bytes.length + ADOBE_AS_IS.length];
    System.arraycopy(bytes, 0, changed, 0, scans);
    for (int marker : header.jfifMarkers()) {
      changed[marker + 1] = IGNORED;
    }
    System.arraycopy(ADOBE_AS_IS, 0, changed, scans, ADOBE_AS_IS.length);
    System.arraycopy(bytes, scans, changed, scans + ADOBE_AS_IS.length, bytes.length - scans);
    return changed;
  }
}
