package org.thumbscore.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;
import org.thumbscore.image.RgbImage;

/** Encodes small pictures by the JDK. */
final class JpegWriter {
  private JpegWriter() {}

  static void write(RgbImage image, OutputStream out) throws IOException {
    ImageIO.setUseCache(false);
    BufferedImage buffered =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    byte[] samples = image.samples();
    for (int i = 0; i < image.width() * image.height(); i++) {
      int rgb =
          Byte.toUnsignedInt(samples[3 * i]) << 16
              | Byte.toUnsignedInt(samples[3 * i + 1]) << 8
              | Byte.toUnsignedInt(samples[3 * i + 2]);
      buffered.setRGB(i % image.width(), i / image.width(), rgb);
    }
    if (!ImageIO.write(buffered, "jpeg", out)) {
      throw new IOException("this Java cannot write JPEG");
    }
  }
}
