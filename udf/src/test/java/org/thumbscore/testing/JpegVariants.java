package org.thumbscore.testing;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
import javax.imageio.stream.ImageOutputStream;
import org.w3c.dom.NodeList;

/**
 * A drawn JPEG of a kind that the JDK writes.
 *
 * @param sampling how many luma samples a chroma sample stands for, across and down, as 22 for
 *     4:2:0; 0 for grayscale
 * @param quality in (0, 1]
 * @param noise the percentage of pixels of any color
 * @param restartInterval the number of MCUs between restart markers, or 0
 * @param optimized whether the Huffman tables are made for this image
 */
public record JpegVariants(
    int width,
    int height,
    int sampling,
    boolean progressive,
    double quality,
    int noise,
    int restartInterval,
    boolean optimized) {

  /** Returns a variant chosen by chance. */
  public static JpegVariants random(Random random, int mostEdge) {
    int[] samplings = {0, 11, 21, 22, 22, 12};
    return new JpegVariants(
        1 + random.nextInt(mostEdge),
        1 + random.nextInt(mostEdge),
        samplings[random.nextInt(samplings.length)],
        random.nextInt(3) == 0,
        0.05 + 0.95 * random.nextDouble(),
        random.nextInt(3) == 0 ? random.nextInt(100) : 0,
        random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 0,
        random.nextBoolean());
  }

  /** Writes the image. */
  public byte[] write(Random random) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    JPEGImageWriteParam settings = (JPEGImageWriteParam) writer.getDefaultWriteParam();
    settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    settings.setCompressionQuality((float) quality);
    settings.setOptimizeHuffmanTables(optimized);
    if (progressive) {
      settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
    BufferedImage image = draw(random);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(
              ImageTypeSpecifier.createFromRenderedImage(image), settings);
      change(metadata);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, metadata), settings);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private BufferedImage draw(Random random) {
    int type = sampling == 0 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D graphics = image.createGraphics();
    for (int i = 0; i < 20 + width * height / 300; i++) {
      graphics.setColor(new Color(random.nextInt(1 << 24)));
      graphics.fillOval(random.nextInt(width), random.nextInt(height), 30, 20);
    }
    graphics.dispose();
    for (int i = 0; i < width * height * noise / 100; i++) {
      image.setRGB(random.nextInt(width), random.nextInt(height), random.nextInt(1 << 24));
    }
    return image;
  }

  private void change(IIOMetadata metadata) throws IOException {
    String format = metadata.getNativeMetadataFormatName();
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(format);
    NodeList components = root.getElementsByTagName("componentSpec");
    if (sampling > 0) {
      IIOMetadataNode luma = (IIOMetadataNode) components.item(0);
      luma.setAttribute("HsamplingFactor", String.valueOf(sampling / 10));
      luma.setAttribute("VsamplingFactor", String.valueOf(sampling % 10));
    }
    if (restartInterval > 0) {
      IIOMetadataNode restart = new IIOMetadataNode("dri");
      restart.setAttribute("interval", String.valueOf(restartInterval));
      NodeList sequence = root.getElementsByTagName("markerSequence");
      sequence.item(0).insertBefore(restart, sequence.item(0).getFirstChild());
    }
    metadata.setFromTree(format, root);
  }
}
