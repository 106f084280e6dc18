package org.thumbscore.image.header;

import java.nio.ByteOrder;

/** What is looked at in a BMP before the JDK's reader is let near it. */
public final class BmpHeader {
  private static final int KIND = 30;
  private static final int JPEG = 4;
  private static final int PNG = 5;
  private static final int OLD_HEADER = 12;

  private BmpHeader() {}

  /**
   * Refuses a BMP whose pixels are another image, which no printer sent; that image's size would be
   * known to nobody.
   */
  public static void check(byte[] bytes) throws UndecodableException {
    ByteReader reader = new ByteReader(bytes, ByteOrder.LITTLE_ENDIAN).skip(14);
    if (reader.length() == OLD_HEADER) {
      return;
    }
    int kind = reader.skip(KIND - reader.position()).length();
    if (kind == JPEG || kind == PNG) {
      throw new UndecodableException("a BMP that holds an image of another format");
    }
  }
}
