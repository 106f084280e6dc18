package org.thumbscore.image.codec;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import org.thumbscore.image.header.UndecodableException;

/**
 * An image decoded by one of the JDK's readers, whose samples are converted to RGB as in Pillow.
 * Not thread-safe.
 */
final class RasterImage implements DecodedImage {
  /** A conversion of the samples of a pixel to a color. */
  @FunctionalInterface
  interface PixelColor {
    /**
     * Returns the color of the pixel whose first sample is at an index, in the form that {@link
     * DecodedImage#copyRow} writes.
     */
    int pack(int[] samples, int first);
  }

  private final Raster raster;
  private final PixelColor color;
  private int[] samples = new int[0];

  RasterImage(Raster raster, PixelColor color) {
    this.raster = raster;
    this.color = color;
  }

  /**
   * Returns an image whose samples are interpreted by its color model; alpha is dropped, not
   * blended.
   *
   * @throws UndecodableException if the samples are not integers of at most 16 bits
   */
  static RasterImage of(BufferedImage image) throws UndecodableException {
    Raster raster = image.getRaster();
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel palette) {
      return new RasterImage(raster, paletteColor(palette));
    }
    if (model instanceof ComponentColorModel) {
      return new RasterImage(raster, componentColor(raster));
    }
    return new RasterImage(threeBands(image), rgbColor(0));
  }

  private static PixelColor paletteColor(IndexColorModel palette) {
    int[] colors = new int[palette.getMapSize()];
    palette.getRGBs(colors);
    return (samples, first) -> samples[first] < colors.length ? colors[samples[first]] << 8 : 0;
  }

  private static PixelColor componentColor(Raster raster) throws UndecodableException {
    int bands = raster.getNumBands();
    int type = raster.getDataBuffer().getDataType();
    if (type == DataBuffer.TYPE_BYTE) {
      return bands < 3 ? greyColor(0) : rgbColor(0);
    }
    if (type != DataBuffer.TYPE_USHORT) {
      throw new UndecodableException("samples that are neither 8 nor 16 bits");
    }
    if (bands == 1) {
      // Pillow clips 16-bit gray samples, but shifts those of all other 16-bit images.
      return (samples, first) -> grey(Math.min(samples[first], 255));
    }
    return bands == 2 ? greyColor(8) : rgbColor(8);
  }

  private static PixelColor greyColor(int shift) {
    return (samples, first) -> grey(samples[first] >> shift);
  }

  private static int grey(int sample) {
    return DecodedImage.pack(sample, sample, sample);
  }

  private static PixelColor rgbColor(int shift) {
    return (samples, first) ->
        DecodedImage.pack(
            samples[first] >> shift, samples[first + 1] >> shift, samples[first + 2] >> shift);
  }

  /** Converts the few layouts with several samples in a word, using the JDK's own conversion. */
  private static Raster threeBands(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    BufferedImage plain = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    plain.setRGB(0, 0, width, height, image.getRGB(0, 0, width, height, null, 0, width), 0, width);
    return plain.getRaster();
  }

  @Override
  public int width() {
    return raster.getWidth();
  }

  @Override
  public int height() {
    return raster.getHeight();
  }

  @Override
  public void copyRow(int y, int x, int count, int[] into, int offset) {
    int bands = raster.getNumBands();
    if (samples.length < count * bands) {
      samples = new int[count * bands];
    }
    raster.getPixels(raster.getMinX() + x, raster.getMinY() + y, count, 1, samples);
    for (int i = 0; i < count; i++) {
      into[offset + i] = color.pack(samples, i * bands);
    }
  }
}
