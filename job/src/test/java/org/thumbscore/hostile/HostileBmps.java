package org.thumbscore.hostile;

import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Supplier;
import org.thumbscore.score.RowStatus;

/** BMPs put together by hand. */
final class HostileBmps {
  private static final int EDGE = 7_000;
  private static final int RGB = 0;
  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int BIT_FIELDS = 3;
  private static final int JPEG = 4;
  private static final int PNG = 5;

  private HostileBmps() {}

  static List<Hostile> all(Supplier<byte[]> largePng) {
    return List.of(
        Hostile.of("BMP of 60000x60000", () -> bmp(60_000, 60_000, 24, RGB, 0), bad(), big()),
        Hostile.of("BMP of 1x1073741824", () -> bmp(1, 1 << 30, 24, RGB, 0), bad(), big()),
        Hostile.of("BMP of 1073741824x1", () -> bmp(1 << 30, 1, 1, RGB, 0), bad(), big()),
        Hostile.of(
            "BMP of 1x-2147483648", () -> bmp(1, Integer.MIN_VALUE, 24, RGB, 0), bad(), big()),
        Hostile.of("BMP of -64x64", () -> bmp(-64, 64, 24, RGB, 0), bad()),
        Hostile.of("BMP of 0x0", () -> bmp(0, 0, 24, RGB, 0), bad()),
        Hostile.of("BMP from top to bottom", () -> bmp(64, -64, 24, RGB, 0), RowStatus.OK),
        Hostile.of(
            "BMP, 49 million pixels and no data", () -> head(EDGE, EDGE, 24, RGB, 0).get(), bad()),
        Hostile.of("BMP with 2147483647 colours", () -> bmp(64, 64, 8, RGB, -1 >>> 1), ok(), bad()),
        Hostile.of("BMP with 1073741824 colours", () -> bmp(64, 64, 8, RGB, 1 << 30), ok(), bad()),
        Hostile.of(
            "BMP with 100000000 colours", () -> bmp(64, 64, 8, RGB, 100_000_000), ok(), bad()),
        Hostile.of("BMP with -1 colours", () -> bmp(64, 64, 8, RGB, -1), RowStatus.OK, bad()),
        Hostile.of(
            "BMP, RLE8 that jumps out", () -> runs(RLE8, 8, "0002FFFF"), RowStatus.OK, bad()),
        Hostile.of("BMP, RLE8 of ends of lines", () -> runs(RLE8, 8, "0000"), RowStatus.OK, bad()),
        Hostile.of("BMP, RLE8 with long runs", () -> runs(RLE8, 8, "FF01"), RowStatus.OK, bad()),
        Hostile.of("BMP, RLE8 with copies", () -> runs(RLE8, 8, "00FF"), RowStatus.OK, bad()),
        Hostile.of(
            "BMP, RLE4 that jumps out", () -> runs(RLE4, 4, "0002FFFF"), RowStatus.OK, bad()),
        Hostile.of("BMP, RLE4 with copies", () -> runs(RLE4, 4, "00FF"), RowStatus.OK, bad()),
        Hostile.of("BMP, bit fields of no bits", () -> bmp(64, 64, 32, BIT_FIELDS, 0), bad(), ok()),
        Hostile.of("BMP that holds a large PNG", () -> holding(PNG, largePng.get()), bad()),
        Hostile.of("BMP that holds a BMP as JPEG", () -> holding(JPEG, bmp(9, 9, 24, 0, 0)), bad()),
        Hostile.of("BMP of 64 bits", () -> bmp(64, 64, 64, RGB, 0), bad()),
        Hostile.of("BMP of 0 bits", () -> bmp(64, 64, 0, RGB, 0), bad()),
        Hostile.of("BMP of an unknown kind", () -> bmp(64, 64, 24, 77, 0), bad()),
        Hostile.of("BMP whose header is 2 GB", () -> headed(-1 >>> 1), bad()),
        Hostile.of("BMP whose header is 4 GB", () -> headed(-1), bad()));
  }

  private static RowStatus ok() {
    return RowStatus.OK;
  }

  private static RowStatus big() {
    return RowStatus.IMAGE_TOO_LARGE;
  }

  private static RowStatus bad() {
    return RowStatus.IMAGE_UNDECODABLE;
  }

  private static Bytes head(int width, int height, int bits, int kind, int colors) {
    return new Bytes()
        .text("BM")
        .little32(0, 0, 54, 40, width, height)
        .little16(1, bits)
        .little32(kind, 0, 2_835, 2_835, colors, 0);
  }

  private static byte[] with(int at, int value, byte[] file) {
    return new Field(at, 4, ByteOrder.LITTLE_ENDIAN).set(file, value);
  }

  private static byte[] bmp(int width, int height, int bits, int kind, int colors) {
    int palette = palette(bits);
    Bytes file = head(width, height, bits, kind, colors).put(new byte[palette]);
    return said(file.put(new byte[64 * 64 * 4]).get(), 54 + palette);
  }

  private static int palette(int bits) {
    return bits <= 8 ? 4 << bits : 0;
  }

  /** With its own length, and that of its pixels. */
  private static byte[] said(byte[] file, int offset) {
    return with(2, file.length, with(10, offset, with(34, file.length - offset, file)));
  }

  private static byte[] runs(int kind, int bits, String runs) {
    byte[] file =
        head(EDGE, EDGE, bits, kind, 0)
            .put(new byte[palette(bits)])
            .repeat(Bytes.hex(runs), 2_000_000)
            .get();
    return said(file, 54 + palette(bits));
  }

  private static byte[] holding(int kind, byte[] other) {
    return said(head(10, 10, 0, kind, 0).put(other).get(), 54);
  }

  private static byte[] headed(int size) {
    return with(14, size, bmp(64, 64, 24, RGB, 0));
  }
}
