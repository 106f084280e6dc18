package org.thumbscore.image.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LabColorTest {
  /** {@code make_decoding_goldens.py} prints it. */
  private static final String PILLOWS =
      "57e97bf94f9917ae120585ec4521cb358e2b03c1bebea956cf6f27dc35d30c23";

  @Test
  void everyColorIsPillows() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] plane = new byte[3 * 256 * 256];
    for (int lightness = 0; lightness < 256; lightness++) {
      int at = 0;
      for (int ab = 0; ab < 256 * 256; ab++) {
        int color = LabColor.toRgb(lightness, ab >> 8, ab & 0xFF);
        plane[at++] = (byte) (color >>> 24);
        plane[at++] = (byte) (color >>> 16);
        plane[at++] = (byte) (color >>> 8);
      }
      digest.update(plane);
    }
    assertEquals(PILLOWS, HexFormat.of().formatHex(digest.digest()));
  }
}
