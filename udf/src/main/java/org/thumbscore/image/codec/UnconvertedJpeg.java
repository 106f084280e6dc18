package org.thumbscore.image.codec;

import java.util.HexFormat;
import org.thumbscore.image.header.JpegHeader;

/**
 * A copy of a YCbCr JPEG image that claims that its samples are RGB, so that libjpeg returns them
 * unconverted.
 *
 * <p>libjpeg-turbo's own conversion bypasses the cache if a row happens to be aligned to 32 bytes.
 * Reading that row afterwards then has to wait for memory, so that an image can take twice as long
 * depending on the address of its buffer.
 */
final class UnconvertedJpeg {
  /**
   * Adobe's segment with transform 0, which means unconverted colors. If there are several, libjpeg
   * uses the last one.
   */
  private static final byte[] ADOBE_AS_IS =
      HexFormat.of().parseHex("FFEE000E41646F626500640000000000");

  /** The marker of a segment that libjpeg skips. */
  private static final byte IGNORED = (byte) 0xEF;

  private UnconvertedJpeg() {}

  /** Returns a modified copy of a JPEG image with the same scans. */
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
