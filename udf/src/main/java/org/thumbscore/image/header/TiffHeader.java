package org.thumbscore.image.header;

import java.util.Arrays;

/**
 * The values in the first directory of a TIFF image that determine how much memory a reader
 * allocates. They are checked here, because the JDK's reader trusts them.
 */
public record TiffHeader(
    TiffDirectory directory, TiffKind kind, ImageSize size, TiffSegments segments) {

  /**
   * Reads and checks the header. Refuses images that are too large, and those that Pillow reads
   * differently.
   *
   * @param gate checks the sizes, and reserves memory for a tile, for all samples of the image and,
   *     if the image is reoriented, for a copy of its pixels
   */
  public static TiffHeader read(byte[] bytes, SizeGate gate)
      throws UndecodableException, TooLargeException {
    TiffDirectory directory = TiffDirectory.read(bytes);
    ImageSize size = size(directory, TiffDirectory.WIDTH, TiffDirectory.HEIGHT);
    gate.check(size);
    TiffSegments segments = TiffSegments.of(directory, size);
    gate.check(segments.size());
    TiffKind kind = TiffKind.of(directory);
    segments.check(kind);
    if (kind.compression() == TiffKind.JPEG) {
      checkJpegs(bytes, gate, segments, kind);
    }
    TiffHeader header = new TiffHeader(directory, kind, size, segments);
    gate.take(header.memory());
    return header;
  }

  static ImageSize size(TiffDirectory directory, int widthTag, int heightTag)
      throws UndecodableException {
    long width = directory.number(widthTag, 0L);
    long height = directory.number(heightTag, 0L);
    if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw new UndecodableException("the header says %dx%d pixels".formatted(width, height));
    }
    return ImageSize.of((int) width, (int) height);
  }

  private long memory() throws UndecodableException {
    long segment = segments.tiled() ? segments.size().pixels() : size.pixels();
    long turned = orientation() > 1 ? Integer.BYTES * size.pixels() : 0;
    return (size.pixels() + segment) * kind.samples() * ((kind.bits() + 7) / 8) + turned;
  }

  /** Returns the EXIF orientation, or 1 if it is missing or invalid. */
  public int orientation() throws UndecodableException {
    long orientation = directory.number(TiffDirectory.ORIENTATION, 1L);
    return orientation >= 1 && orientation <= 8 ? (int) orientation : 1;
  }

  /** Checks the strips, each of which is a separate JPEG image with its own size. */
  private static void checkJpegs(byte[] bytes, SizeGate gate, TiffSegments segments, TiffKind kind)
      throws UndecodableException, TooLargeException {
    for (int i = 0; i < segments.count(); i++) {
      int from = segments.offset(i);
      byte[] strip = Arrays.copyOfRange(bytes, from, from + segments.length(i));
      JpegHeader jpeg = JpegHeader.read(strip);
      gate.check(jpeg.size());
      if (jpeg.size().width() > segments.size().width()
          || jpeg.size().height() > segments.size().height()) {
        throw new UndecodableException(
            "a TIFF with a JPEG of %dx%d pixels where %dx%d belong"
                .formatted(
                    jpeg.size().width(),
                    jpeg.size().height(),
                    segments.size().width(),
                    segments.size().height()));
      }
      if (jpeg.components() != kind.samples()
          || jpeg.isYcc() != (kind.photometric() == TiffKind.YCC)) {
        throw new UndecodableException("a TIFF with a JPEG whose colours are of another kind");
      }
      JpegScans.count(strip, jpeg);
    }
  }
}
