package org.thumbscore.image.codec;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import org.thumbscore.image.header.ImageSize;
import org.thumbscore.image.header.SizeGate;
import org.thumbscore.image.header.TiffHeader;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;

/**
 * TIFF, with what Pillow sees otherwise than the JDK: palettes of 16 bits, CMYK, and orientation,
 * which Pillow applies to TIFF though to nothing else. Thread-safe.
 */
final class TiffDecoder implements FormatDecoder {
  @Override
  public DecodedImage decode(byte[] bytes, SizeGate gate)
      throws UndecodableException, TooLargeException {
    gate.take(TiffHeader.read(bytes).check(gate));
    return JdkDecode.run(JdkReaders.TIFF, bytes, reader -> read(reader, gate));
  }

  private static DecodedImage read(ImageReader reader, SizeGate gate)
      throws IOException, UndecodableException, TooLargeException {
    gate.check(ImageSize.of(reader.getWidth(0), reader.getHeight(0)));
    TIFFDirectory directory = TIFFDirectory.createFromMetadata(reader.getImageMetadata(0));
    DecodedImage image = image(reader.read(0), directory);
    int orientation = number(directory, BaselineTIFFTagSet.TAG_ORIENTATION);
    return orientation >= 2 && orientation <= 8 ? OrientedImage.of(image, orientation) : image;
  }

  private static DecodedImage image(BufferedImage image, TIFFDirectory directory)
      throws UndecodableException {
    if (image.getColorModel() instanceof IndexColorModel
        && directory.containsTIFFField(BaselineTIFFTagSet.TAG_COLOR_MAP)) {
      return new RasterImage(image.getRaster(), palette(directory));
    }
    int photometric = number(directory, BaselineTIFFTagSet.TAG_PHOTOMETRIC_INTERPRETATION);
    if (photometric == BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_CMYK) {
      return cmyk(image);
    }
    return RasterImage.of(image);
  }

  /** All reds, then all greens, then all blues; the high byte of each counts. */
  private static RasterImage.PixelColor palette(TIFFDirectory directory) {
    char[] map = directory.getTIFFField(BaselineTIFFTagSet.TAG_COLOR_MAP).getAsChars();
    int colors = map.length / 3;
    return (samples, first) -> {
      int index = samples[first];
      return index < colors
          ? DecodedImage.pack(
              map[index] >> 8, map[colors + index] >> 8, map[2 * colors + index] >> 8)
          : 0;
    };
  }

  private static DecodedImage cmyk(BufferedImage image) throws UndecodableException {
    int bands = image.getRaster().getNumBands();
    if (bands < 4 || image.getRaster().getDataBuffer().getDataType() != DataBuffer.TYPE_BYTE) {
      throw new UndecodableException("a CMYK TIFF that has not 4 samples of 8 bits");
    }
    return new RasterImage(
        image.getRaster(),
        (samples, first) ->
            CmykColor.toRgb(
                DecodedImage.pack(samples[first], samples[first + 1], samples[first + 2]),
                samples[first + 3]));
  }

  private static int number(TIFFDirectory directory, int tag) {
    TIFFField field = directory.getTIFFField(tag);
    return field == null ? -1 : field.getAsInt(0);
  }
}
