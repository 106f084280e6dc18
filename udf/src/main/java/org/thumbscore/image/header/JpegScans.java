package org.thumbscore.image.header;

/**
 * A counter for the scans of a JPEG image. Each scan covers the whole image, so a file of one
 * megabyte can keep a decoder busy for hours.
 */
public final class JpegScans {
  /** The maximum number of scans; encoders write about ten for a progressive image. */
  static final int MOST = 100;

  private static final int START_OF_SCAN = 0xDA;
  private static final int END_OF_IMAGE = 0xD9;

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
        at = MarkerPrefix.next(bytes, at + 1);
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
