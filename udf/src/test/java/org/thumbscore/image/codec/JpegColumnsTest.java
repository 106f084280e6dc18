package org.thumbscore.image.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thumbscore.image.header.JpegHeader;
import org.thumbscore.image.header.PixelWindow;
import org.thumbscore.image.header.UndecodableException;
import org.thumbscore.image.jpeg.JpegReader;
import org.thumbscore.image.jpeg.JpegSamples;
import org.thumbscore.testing.JpegVariants;

/**
 * Whatever this project decodes itself has the samples of libjpeg-turbo, and no image that
 * libjpeg-turbo finds damaged is decoded. {@code -Dthumbscore.jpegs=N} tries more images.
 */
class JpegColumnsTest {
  private static final int IMAGES = Integer.getInteger("thumbscore.jpegs", 150);
  private static final int DAMAGES = 20;

  @TempDir static Path scratch;

  @Test
  void samplesOfAnyWindowEqualThoseOfLibjpeg() throws Exception {
    int decoded = 0;
    for (int seed = 0; seed < IMAGES; seed++) {
      Random random = new Random(seed);
      JpegVariants variant = JpegVariants.random(random, 90);
      byte[] file = variant.write(random);
      decoded += check(file, window(variant, random), variant + ", seed " + seed) ? 1 : 0;
    }
    // the rest has chroma sampled down only, is very narrow, or full of noise
    assertTrue(decoded > IMAGES / 2, decoded + " of " + IMAGES);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 11, 21, 22})
  void commonKindsAreDecoded(int sampling) throws Exception {
    for (boolean progressive : new boolean[] {false, true}) {
      for (int restart : new int[] {0, 7}) {
        JpegVariants variant =
            new JpegVariants(131, 75, sampling, progressive, 0.85, 0, restart, false);
        byte[] file = variant.write(new Random(1));
        assertTrue(
            check(file, new PixelWindow(0, 131, 0, 75), variant.toString()), variant::toString);
      }
    }
  }

  @Test
  void damagedImagesAreLeftToLibjpeg() throws Exception {
    int same = 0;
    for (int seed = 0; seed < IMAGES; seed++) {
      Random random = new Random(seed);
      JpegVariants variant = JpegVariants.random(random, 60);
      byte[] file = variant.write(random);
      for (int i = 0; i < DAMAGES; i++) {
        byte[] damaged = damage(file, random);
        same += check(damaged, window(variant, random), "seed " + seed + ", damage " + i) ? 1 : 0;
      }
    }
    assertTrue(same > 0, "each damage was noticed, also those of colors");
  }

  /** Changes a byte or a bit, mostly of the scans, or takes some bytes away, or doubles some. */
  private static byte[] damage(byte[] file, Random random) throws UndecodableException {
    int scan = JpegHeader.read(file).scanStart();
    int from = random.nextInt(4) == 0 ? 2 : scan;
    int at = from + random.nextInt(file.length - from);
    byte[] damaged = file.clone();
    switch (random.nextInt(4)) {
      case 0 -> damaged[at] = (byte) random.nextInt(256);
      case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> {
        int end = Math.min(at + 1 + random.nextInt(20), file.length);
        damaged = new byte[file.length - (end - at)];
        System.arraycopy(file, 0, damaged, 0, at);
        System.arraycopy(file, end, damaged, at, file.length - end);
      }
      default -> {
        int count = Math.min(1 + random.nextInt(20), file.length - at);
        damaged = new byte[file.length + count];
        System.arraycopy(file, 0, damaged, 0, at + count);
        System.arraycopy(file, at, damaged, at + count, file.length - at);
      }
    }
    return damaged;
  }

  private static PixelWindow window(JpegVariants variant, Random random) {
    if (random.nextInt(3) == 0) {
      return new PixelWindow(0, variant.width(), 0, variant.height());
    }
    int left = random.nextInt(variant.width());
    int top = random.nextInt(variant.height());
    return new PixelWindow(
        left,
        left + 1 + random.nextInt(variant.width() - left),
        top,
        top + 1 + random.nextInt(variant.height() - top));
  }

  /** Compares a window, and returns whether it was decoded. */
  private static boolean check(byte[] file, PixelWindow window, String name) throws Exception {
    JpegHeader header;
    try {
      header = JpegHeader.read(file);
    } catch (UndecodableException e) {
      return false;
    }
    if (window.right() > header.size().width() || window.bottom() > header.size().height()) {
      // the damage made the image smaller than the window
      return false;
    }
    Optional<JpegSamples> samples = JpegReader.read(file, window);
    if (samples.isEmpty()) {
      return false;
    }
    try (DecodedImage expected = libjpeg(file, header)) {
      JpegColumns image = new JpegColumns(samples.get(), window, header.isYcc());
      assertEquals(expected.width(), image.width(), name);
      assertEquals(expected.height(), image.height(), name);
      for (int y = window.top(); y < window.bottom(); y++) {
        assertArrayEquals(row(expected, y, window), row(image, y, window), name + ", row " + y);
      }
    } catch (UndecodableException e) {
      fail(name + " is damaged: " + e.getMessage());
    }
    return true;
  }

  private static DecodedImage libjpeg(byte[] file, JpegHeader header) throws Exception {
    Optional<DecodedImage> read = NativeCodecs.load(scratch).orElseThrow().readJpeg(file, header);
    return read.isPresent() ? read.get() : JdkJpeg.decode(file, header);
  }

  private static int[] row(DecodedImage image, int y, PixelWindow window) {
    int[] row = new int[window.right() - window.left()];
    image.copyRow(y, window.left(), row.length, row, 0);
    for (int i = 0; i < row.length; i++) {
      row[i] >>>= Byte.SIZE;
    }
    return row;
  }
}
