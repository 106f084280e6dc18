package org.thumbscore.image.header;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JpegScansTest {
  @Test
  void scansAreCountedWhereverTheyBegin() throws UndecodableException {
    for (int data = 0; data < 40; data++) {
      assertEquals(2, count("FFDA0002", "7F".repeat(data), "FFDA0002", "00".repeat(9), "FFD9"));
      assertEquals(1, count("FFDA0002", "FE".repeat(data), "FFD9", "FFDA0002"));
    }
  }

  @Test
  void whatIsNoScanWithinTheDataIsNotCounted() throws UndecodableException {
    for (String filler : List.of("FF00", "FF01", "FFD0", "FFD7", "FFD8", "FFFF", "DAFE")) {
      for (int data = 0; data < 20; data++) {
        assertEquals(
            2,
            count("FFDA0002", "80".repeat(data), filler, "01".repeat(7), "FFDA0002", "FFD9"),
            filler + " after " + data);
      }
    }
  }

  @Test
  void segmentsBetweenScansArePassedOver() throws UndecodableException {
    assertEquals(2, count("FFDA0002", "01", "FFC40006FFDAFFDA", "FFDA0002", "02", "FFD9"));
  }

  @Test
  void dataMayEndWithoutAMarker() throws UndecodableException {
    for (int data = 0; data < 20; data++) {
      assertEquals(1, count("FFDA0002", "01".repeat(data)));
      assertEquals(1, count("FFDA0002", "01".repeat(data), "FF"));
    }
  }

  private static int count(String... parts) throws UndecodableException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String part : parts) {
      bytes.writeBytes(HexFormat.of().parseHex(part));
    }
    JpegHeader startsAtOnce =
        new JpegHeader(ImageSize.of(8, 8), 3, Optional.empty(), List.of(), false, 0);
    return JpegScans.count(bytes.toByteArray(), startsAtOnce);
  }
}
