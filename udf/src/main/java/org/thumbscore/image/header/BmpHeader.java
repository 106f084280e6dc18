package org.thumbscore.image.header;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * The headers of a BMP image, interpreted as in Pillow.
 *
 * @param topDown whether the first row in the file is the top row of the image
 * @param bits the number of bits of each pixel in the file
 * @param rowBytes the number of bytes from one row in the file to the next
 * @param runs 8 or 4 for run-length encoded pixels with that number of bits, or empty without
 *     run-length encoding
 * @param palette the color of each index, or empty for images without a palette
 * @param layout the positions of red, green and blue in a pixel without an index
 * @param pixels the offset of the pixels in the file
 */
public record BmpHeader(
    ImageSize size,
    boolean topDown,
    int bits,
    int rowBytes,
    Optional<Integer> runs,
    Optional<int[]> palette,
    BmpLayout layout,
    long pixels) {

  private static final int FILE_HEADER = 14;
  private static final int OLD_HEADER = 12;
  private static final List<Integer> HEADERS = List.of(40, 52, 56, 64, 108, 124);
  private static final int RAW = 0;
  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int BIT_FIELDS = 3;

  /**
   * Reads the headers and the palette.
   *
   * @throws UndecodableException if the file ends early, or is of a kind that Pillow refuses
   */
  public static BmpHeader read(byte[] bytes) throws UndecodableException {
    ByteReader reader = new ByteReader(bytes, ByteOrder.LITTLE_ENDIAN).skip(10);
    int offset = reader.i32();
    int header = reader.i32();
    if (header == OLD_HEADER) {
      return read(bytes, reader, offset, old(reader));
    }
    if (!HEADERS.contains(header)) {
      throw new UndecodableException(
          "a BMP with a header of %s bytes; expected 12, 40, 52, 56, 64, 108 or 124"
              .formatted(Integer.toUnsignedString(header)));
    }
    return read(bytes, reader, offset, info(reader, header));
  }

  /** The raw fields of the headers. */
  private record Info(
      int header,
      int width,
      int height,
      boolean topDown,
      int bits,
      int kind,
      long colors,
      BmpLayout.Masks masks) {
    int colorBytes() {
      return header == OLD_HEADER ? 3 : 4;
    }
  }

  private static Info old(ByteReader reader) throws UndecodableException {
    int width = reader.u16();
    int height = reader.u16();
    int bits = reader.skip(2).u16();
    return new Info(
        OLD_HEADER, width, height, false, bits, RAW, colors(0, bits), BmpLayout.Masks.NONE);
  }

  private static Info info(ByteReader reader, int header) throws UndecodableException {
    int width = reader.i32();
    int height = reader.i32();
    int bits = reader.skip(2).u16();
    int kind = reader.i32();
    long colors = Integer.toUnsignedLong(reader.skip(12).i32());
    reader.skip(4);
    int read = 40;
    BmpLayout.Masks masks = BmpLayout.Masks.NONE;
    if (kind == BIT_FIELDS) {
      boolean alpha = header >= 56;
      masks =
          new BmpLayout.Masks(reader.i32(), reader.i32(), reader.i32(), alpha ? reader.i32() : 0);
      read += alpha ? 16 : 12;
    }
    reader.skip(Math.max(0, header - read));
    boolean topDown = height >>> 24 == 0xFF;
    return new Info(
        header,
        width,
        topDown ? -height : height,
        topDown,
        bits,
        kind,
        colors(colors, bits),
        masks);
  }

  private static long colors(long said, int bits) {
    return said == 0 ? 1L << Math.min(bits, Integer.SIZE) : said;
  }

  private static BmpHeader read(byte[] bytes, ByteReader reader, int offset, Info info)
      throws UndecodableException {
    ImageSize size = ImageSize.of(info.width(), info.height());
    long begin = Integer.toUnsignedLong(offset);
    if (begin == FILE_HEADER + info.header() && info.bits() <= Byte.SIZE) {
      begin += info.colorBytes() * info.colors();
    }
    BmpLayout layout = BmpLayout.of(info.bits(), info.kind() == BIT_FIELDS, info.masks());
    Optional<Integer> runs = runs(info);
    int bits = info.bits();
    Optional<int[]> palette = Optional.empty();
    long end = reader.position();
    if (layout == BmpLayout.INDEXED) {
      BmpPalette read = BmpPalette.read(bytes, (int) end, info.colors(), info.colorBytes());
      end = Math.min(bytes.length, end + info.colorBytes() * info.colors());
      palette = Optional.of(read.colors());
      bits = read.bits(bits);
    }
    long rowBytes = (((long) info.width() * info.bits() + 31) >> 3) & ~3;
    return new BmpHeader(
        size,
        info.topDown(),
        bits,
        (int) Math.min(rowBytes, Integer.MAX_VALUE),
        runs,
        palette,
        layout,
        begin == 0 ? end : begin);
  }

  private static Optional<Integer> runs(Info info) throws UndecodableException {
    return switch (info.kind()) {
      case RAW, BIT_FIELDS -> Optional.empty();
      case RLE8 -> Optional.of(8);
      case RLE4 -> Optional.of(4);
      default ->
          throw new UndecodableException(
              "a BMP of compression %s; expected 0 to 3"
                  .formatted(Integer.toUnsignedString(info.kind())));
    };
  }
}
