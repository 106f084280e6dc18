package org.thumbscore.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.image.codec.DecodedImage;
import org.thumbscore.image.codec.ImageDecoder;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;

/**
 * What Pillow reads has the very same samples, and what Pillow refuses is refused, but for the
 * known divergences. No image has other samples than Pillow's.
 */
class DecodingsTest {
  @TempDir static Path scratch;

  @TestFactory
  Stream<DynamicTest> samplesEqualPillows() {
    ImageDecoder decoder = ImageDecoder.open(ImageLimits.DEFAULT, scratch);
    return tests(decoder);
  }

  /** So results do not depend on whether a machine can load the native decoders. */
  @TestFactory
  Stream<DynamicTest> samplesWithoutNativesEqualPillows() {
    return tests(new ImageDecoder(ImageLimits.DEFAULT, Optional.empty()));
  }

  /** Else the tests would pass over nothing. */
  @Test
  void everyDivergenceIsOfSomeImage() {
    for (KnownDivergence known : KnownDivergence.values()) {
      assertTrue(
          goldens().anyMatch(each -> known.covers(each.format(), each.golden())), known::name);
    }
  }

  private record Named(String format, GoldenDecodings.Golden golden) {}

  private static Stream<Named> goldens() {
    return Stream.of("png", "gif", "bmp", "tiff", "jpeg")
        .flatMap(
            format -> {
              try {
                return GoldenDecodings.of(format).stream().map(each -> new Named(format, each));
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
  }

  private static Stream<DynamicTest> tests(ImageDecoder decoder) {
    return goldens()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.format() + ": " + each.golden().name(),
                    () -> check(decoder, each.format(), each.golden())));
  }

  private static void check(ImageDecoder decoder, String format, GoldenDecodings.Golden golden)
      throws Exception {
    boolean scores = golden.rgb().isPresent();
    Optional<KnownDivergence> known = KnownDivergence.of(format, golden);
    boolean scored = known.map(each -> each.scored()).orElse(scores);
    try (DecodedImage image = decoder.decode(golden.file())) {
      assertTrue(
          scored, () -> "scored though Pillow, or " + known + ", refuses: " + golden.refusal());
      if (scores) {
        assertEquals(golden.width(), image.width());
        assertEquals(golden.height(), image.height());
        assertArrayEquals(golden.rgb().get(), samples(image));
      }
    } catch (UndecodableException | TooLargeException e) {
      assertFalse(scored, () -> "refused though Pillow reads this: " + e.getMessage());
    }
  }

  private static byte[] samples(DecodedImage image) {
    int[] row = new int[image.width()];
    byte[] samples = new byte[3 * row.length * image.height()];
    for (int y = 0, at = 0; y < image.height(); y++) {
      image.copyRow(y, 0, row.length, row, 0);
      for (int pixel : row) {
        samples[at++] = (byte) (pixel >>> 24);
        samples[at++] = (byte) (pixel >>> 16);
        samples[at++] = (byte) (pixel >>> 8);
      }
    }
    return samples;
  }
}
