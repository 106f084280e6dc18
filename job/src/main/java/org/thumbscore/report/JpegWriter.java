package org.thumbscore.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.thumbscore.image.resample.RgbImage;

/** Encodes small images as JPEG with the JDK. */
final class JpegWriter {
  // Keeps a page of 180 images under 5 MB even if each of them is noise.
  private static final int MOST_BYTES = 14_000;
  private static final float[] QUALITIES = {0.75f, 0.5f, 0.3f, 0.1f};

  private JpegWriter() {}

  /** Writes the image at the highest quality whose size is within the limit. */
  static void write(RgbImage image, OutputStream out) throws IOException {
    BufferedImage buffered = buffered(image);
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    for (float quality : QUALITIES) {
      jpeg.reset();
      write(buffered, quality, jpeg);
      if (jpeg.size() <= MOST_BYTES) {
        break;
      }
    }
    jpeg.writeTo(out);
  }

  private static void write(BufferedImage image, float quality, OutputStream out)
      throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(quality);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), settings);
    } finally {
      writer.dispose();
    }
  }

  private static BufferedImage buffered(RgbImage image) {
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
    return buffered;
  }
}
