package org.thumbscore.image.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thumbscore.image.header.DecodeMemory;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.header.JpegHeader;
import org.thumbscore.image.header.SizeGate;
import org.thumbscore.testing.DrawnImages;

/** Whichever library decodes a JPEG, its markers mean the same colours. */
class JpegDecoderTest {
  private static final SizeGate GATE =
      new SizeGate(ImageLimits.DEFAULT, DecodeMemory.SHARED.claim());
  private static final String JFIF = "FFE000104A46494600010100000100010000";
  private static final String ADOBE = "FFEE000E41646F6265006400000000";

  @TempDir static Path scratch;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "JFIF, " + JFIF + ", true",
    "none, '', true",
    "Adobe YCbCr, " + ADOBE + "01, true",
    "Adobe RGB, " + ADOBE + "00, false",
    "JFIF over Adobe, " + ADOBE + "00" + JFIF + ", true",
    "two of each, " + JFIF + ADOBE + "00" + JFIF + ADOBE + "01, true",
    "Adobe RGB after YCbCr, " + ADOBE + "01" + ADOBE + "00, false",
  })
  void markersMeanTheSameToAllDecoders(String name, String segments, boolean ycc) throws Exception {
    byte[] bytes = withSegments(DrawnImages.jpeg(3, 61, 47), segments);
    assertEquals(ycc, JpegHeader.read(bytes).isYcc(), name);
    JpegHeader header = JpegHeader.read(bytes);
    int[] expected = pixels(JdkJpeg.decode(bytes, header));
    assertArrayEquals(expected, pixels(natives().orElseThrow().readJpeg(bytes, header).get()));
    DecodedImage own = new JpegDecoder(Optional.empty()).decode(bytes, GATE);
    assertInstanceOf(JpegColumns.class, own);
    assertArrayEquals(expected, pixels(own));
  }

  @Test
  void libjpegFindsNothingToRemarkInAnUnconvertedCopy() throws Exception {
    byte[] bytes = DrawnImages.jpeg(3, 61, 47);
    Optional<DecodedImage> read = natives().orElseThrow().readJpeg(bytes, JpegHeader.read(bytes));
    assertTrue(read.isPresent());
    read.get().close();
  }

  private static Optional<NativeCodecs> natives() {
    Optional<NativeCodecs> natives = NativeCodecs.load(scratch);
    assertTrue(natives.isPresent(), "the native decoders do not load here");
    return natives;
  }

  /** The image with other segments in place of its JFIF one. */
  private static byte[] withSegments(byte[] jpeg, String segments) throws Exception {
    JpegHeader header = JpegHeader.read(jpeg);
    int jfif = header.jfifMarkers().get(0);
    int end = jfif + 2 + ByteBuffer.wrap(jpeg).getChar(jfif + 2);
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(jpeg, 0, jfif);
    changed.writeBytes(HexFormat.of().parseHex(segments));
    changed.write(jpeg, end, jpeg.length - end);
    return changed.toByteArray();
  }

  private static int[] pixels(DecodedImage decoded) {
    try (decoded) {
      int[] pixels = new int[decoded.width() * decoded.height()];
      for (int y = 0; y < decoded.height(); y++) {
        decoded.copyRow(y, 0, decoded.width(), pixels, y * decoded.width());
      }
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] >>>= Byte.SIZE;
      }
      return pixels;
    }
  }
}
