package org.thumbscore.image.header;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A counter for the scans of a JPEG image. Each scan covers the whole image, so a file of one
 * megabyte can keep a decoder busy for hours.
 */
public final class JpegScans {
  /** The maximum number of scans; encoders write about ten for a progressive image. */
  static final int MOST = 100;

  private static final int START_OF_SCAN = 0xDA;
  private static final int END_OF_IMAGE = 0xD9;

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private JpegScans() {}

  /**
   * Counts the scans from the first one to the end marker.
   *
   * @return the number of scans
   * @throws UndecodableException if there are more than {@link #MOST}
   */
  public static int count(byte[] bytes, JpegHeader header) throws UndecodableException {
    int scans = 0;
    int at = header.scanStart();
    while (at + 1 < bytes.length) {
      int marker = Byte.toUnsignedInt(bytes[at + 1]);
      if (bytes[at] != (byte) 0xFF || isFiller(marker)) {
        at = nextPrefix(bytes, at + 1);
      } else if (marker == END_OF_IMAGE) {
        return scans;
      } else {
        scans += marker == START_OF_SCAN ? 1 : 0;
        if (scans > MOST) {
          throw new UndecodableException("a JPEG of more than " + MOST + " scans");
        }
        at = afterSegment(bytes, at + 2);
      }
    }
    return scans;
  }

  /**
   * Returns the index of the next 0xFF, or the length of the array. Data in scans has about one in
   * 256 bytes, so it is searched eight bytes at a time.
   */
  private static int nextPrefix(byte[] bytes, int from) {
    int at = from;
    while (at + Long.BYTES <= bytes.length && !hasPrefix((long) EIGHT.get(bytes, at))) {
      at += Long.BYTES;
    }
    while (at < bytes.length && bytes[at] != (byte) 0xFF) {
      at++;
    }
    return at;
  }

  /**
   * Returns whether any of eight bytes is 0xFF, using the borrow from a zero byte in the inverse.
   */
  private static boolean hasPrefix(long eight) {
    return ((~eight - 0x0101010101010101L) & eight & 0x8080808080808080L) != 0;
  }

  /**
   * Returns whether a byte after 0xFF continues the scan: data, a restart marker, or padding before
   * a marker.
   */
  private static boolean isFiller(int marker) {
    return marker <= 0x01 || marker == 0xFF || (marker & 0xF8) == 0xD0 || marker == 0xD8;
  }

  private static int afterSegment(byte[] bytes, int length) {
    return length + 1 < bytes.length
        ? length + (Byte.toUnsignedInt(bytes[length]) << 8 | Byte.toUnsignedInt(bytes[length + 1]))
        : bytes.length;
  }
}
