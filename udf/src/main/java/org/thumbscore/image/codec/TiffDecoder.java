package org.thumbscore.image.codec;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;
import org.thumbscore.image.header.ImageSize;
import org.thumbscore.image.header.SizeGate;
import org.thumbscore.image.header.TiffDirectory;
import org.thumbscore.image.header.TiffHeader;
import org.thumbscore.image.header.TiffKind;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;

/**
 * A decoder for TIFF images, including the features that Pillow handles differently from the JDK:
 * 16-bit palettes, CMYK, CIE Lab, premultiplied alpha, and orientation, which Pillow applies only
 * to TIFF. Thread-safe.
 */
final class TiffDecoder implements FormatDecoder {
  @Override
  public DecodedImage decode(byte[] bytes, SizeGate gate)
      throws UndecodableException, TooLargeException {
    TiffHeader header = TiffHeader.read(bytes, gate);
    TiffExpansion.check(bytes, header);
    // The JDK would convert Lab with different arithmetic.
    byte[] read =
        header.kind().photometric() == TiffKind.LAB
            ? header.directory().with(TiffDirectory.KIND, TiffKind.RGB)
            : bytes;
    return JdkDecode.run(JdkReaders.TIFF, read, reader -> read(reader, header, gate));
  }

  private static DecodedImage read(ImageReader reader, TiffHeader header, SizeGate gate)
      throws IOException, UndecodableException, TooLargeException {
    gate.check(ImageSize.of(reader.getWidth(0), reader.getHeight(0)));
    DecodedImage image = image(reader.read(0), header);
    int orientation = header.orientation();
    return orientation > 1 ? OrientedImage.of(image, orientation) : image;
  }

  private static DecodedImage image(BufferedImage image, TiffHeader header)
      throws UndecodableException {
    TiffKind kind = header.kind();
    Raster raster = image.getRaster();
    if (kind.photometric() == TiffKind.PALETTE) {
      return new RasterImage(raster, palette(header.directory()));
    }
    if (kind.photometric() == TiffKind.CMYK) {
      return cmyk(raster);
    }
    if (kind.photometric() == TiffKind.LAB) {
      return new RasterImage(
          raster,
          (samples, first) ->
              LabColor.toRgb(samples[first], samples[first + 1], samples[first + 2]));
    }
    return kind.premultiplied() ? unmultiplied(raster, kind) : RasterImage.of(image);
  }

  /**
   * Reads a palette: all reds, then all greens, then all blues, of which only the high bytes are
   * used.
   */
  private static RasterImage.PixelColor palette(TiffDirectory directory) {
    int colors = directory.count(TiffDirectory.COLORS) / 3;
    int[] table = new int[colors];
    for (int i = 0; i < colors; i++) {
      table[i] =
          DecodedImage.pack(
              channel(directory, i),
              channel(directory, colors + i),
              channel(directory, 2 * colors + i));
    }
    return (samples, first) -> samples[first] < colors ? table[samples[first]] : 0;
  }

  private static int channel(TiffDirectory directory, int index) {
    return (int) (directory.number(TiffDirectory.COLORS, index) >> Byte.SIZE) & 0xFF;
  }

  private static DecodedImage cmyk(Raster raster) throws UndecodableException {
    if (raster.getNumBands() < 4 || raster.getDataBuffer().getDataType() != DataBuffer.TYPE_BYTE) {
      throw new UndecodableException("a CMYK TIFF that has not 4 samples of 8 bits");
    }
    return new RasterImage(
        raster,
        (samples, first) ->
            CmykColor.toRgb(
                DecodedImage.pack(samples[first], samples[first + 1], samples[first + 2]),
                samples[first + 3]));
  }

  /** Divides premultiplied colors by alpha, with 8 bits each. */
  private static DecodedImage unmultiplied(Raster raster, TiffKind kind) {
    int shift = kind.bits() - Byte.SIZE;
    return new RasterImage(
        raster,
        (samples, first) -> {
          int alpha = samples[first + 3] >> shift;
          return DecodedImage.pack(
              divided(samples[first] >> shift, alpha),
              divided(samples[first + 1] >> shift, alpha),
              divided(samples[first + 2] >> shift, alpha));
        });
  }

  private static int divided(int sample, int alpha) {
    return alpha == 0 ? 0 : Math.min(255, sample * 255 / alpha);
  }
}
