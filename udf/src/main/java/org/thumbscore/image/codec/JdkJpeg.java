package org.thumbscore.image.codec;

import java.awt.image.Raster;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageReader;
import org.thumbscore.image.header.JpegHeader;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;

/**
 * A decoder for JPEG images that reads raw samples with the JDK's reader and converts their colors
 * as libjpeg and Pillow do.
 */
final class JdkJpeg {
  /** Warnings of libjpeg for images that are complete nevertheless. */
  private static final List<String> HARMLESS =
      List.of(
          "extraneous bytes before marker",
          "Unknown Adobe color transform",
          "unknown JFIF revision number");

  private JdkJpeg() {}

  static DecodedImage decode(byte[] bytes, JpegHeader header)
      throws UndecodableException, TooLargeException {
    return JdkDecode.run(JdkReaders.JPEG, bytes, reader -> read(reader, header));
  }

  private static DecodedImage read(ImageReader reader, JpegHeader header)
      throws java.io.IOException, UndecodableException {
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    Raster raster = reader.readRaster(0, null);
    for (String warning : warnings) {
      if (HARMLESS.stream().noneMatch(warning::contains)) {
        throw new UndecodableException("a damaged JPEG: " + warning);
      }
    }
    return new RasterImage(raster, color(raster.getNumBands(), header));
  }

  private static RasterImage.PixelColor color(int bands, JpegHeader header)
      throws UndecodableException {
    return switch (bands) {
      case 1 ->
          (samples, first) -> DecodedImage.pack(samples[first], samples[first], samples[first]);
      case 3 -> header.isYcc() ? YccColor::toRgb : JdkJpeg::rgb;
      case 4 -> cmykColor(header);
      default -> throw new UndecodableException("a JPEG of " + bands + " components");
    };
  }

  private static int rgb(int[] samples, int first) {
    return DecodedImage.pack(samples[first], samples[first + 1], samples[first + 2]);
  }

  /** Interprets the samples as inverted, as Pillow does; this is Adobe's convention. */
  private static RasterImage.PixelColor cmykColor(JpegHeader header) {
    boolean ycck = header.isYcc();
    return (samples, first) -> {
      // libjpeg converts YCCK to CMYK by subtracting the RGB values of its YCC part from 255.
      int ink = ycck ? ~YccColor.toRgb(samples, first) : rgb(samples, first);
      return CmykColor.toRgb(~ink, 255 - samples[first + 3]);
    };
  }
}
