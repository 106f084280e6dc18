package org.thumbscore.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.resample.RgbImage;

class ImageShrinkerTest {
  private static final int RED = 200;
  private static final int GREEN = 60;
  private static final int BLUE = 20;

  @TempDir static Path scratch;

  private ImageShrinker shrinker;

  @BeforeEach
  void open() {
    shrinker = ImageShrinker.open(100, ImageLimits.DEFAULT, scratch);
  }

  @Test
  void longEdgeBecomesTheEdgeAndTheShapeStays() throws IOException {
    assertEquals("100x50", size(png(640, 320)));
    assertEquals("50x100", size(png(320, 640)));
    assertEquals("100x1", size(png(1000, 3)));
  }

  @Test
  void smallImageKeepsItsSize() throws IOException {
    assertEquals("31x33", size(png(31, 33)));
    assertEquals("1x1", size(png(1, 1)));
  }

  @Test
  void colorStays() throws IOException {
    byte[] samples = shrinker.shrink(png(333, 211)).orElseThrow().samples();
    for (int i = 0; i < samples.length; i += 3) {
      assertEquals(RED, Byte.toUnsignedInt(samples[i]));
      assertEquals(GREEN, Byte.toUnsignedInt(samples[i + 1]));
      assertEquals(BLUE, Byte.toUnsignedInt(samples[i + 2]));
    }
  }

  @Test
  void whatIsNoWholeImageIsEmpty() throws IOException {
    byte[] whole = png(640, 320);
    assertEquals(Optional.empty(), shrinker.shrink(Arrays.copyOf(whole, whole.length / 2)));
    assertEquals(Optional.empty(), shrinker.shrink("<svg/>".getBytes(StandardCharsets.US_ASCII)));
    assertTrue(shrinker.shrink(new byte[0]).isEmpty());
  }

  private String size(byte[] encoded) {
    RgbImage small = shrinker.shrink(encoded).orElseThrow();
    assertEquals(3 * small.width() * small.height(), small.samples().length);
    return small.width() + "x" + small.height();
  }

  private static byte[] png(int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(RED, GREEN, BLUE));
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}
