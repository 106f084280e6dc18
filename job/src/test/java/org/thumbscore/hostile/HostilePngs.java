package org.thumbscore.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.thumbscore.score.RowStatus;

/** PNGs put together by hand; all their pixels are 0. */
final class HostilePngs {
  private static final byte[] SIGNATURE = Bytes.hex("89504E470D0A1A0A");
  private static final int MEGABYTE = 1 << 20;
  private static final int GREY = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int RGBA = 6;

  private HostilePngs() {}

  static List<Hostile> all() {
    return List.of(
        Hostile.of("PNG of 60000x60000", () -> header(60_000, 60_000, 8, RGB), big()),
        Hostile.of("PNG of 2147483647x1", () -> header(Integer.MAX_VALUE, 1, 1, GREY), big()),
        Hostile.of("PNG of 4294967295x4294967295", () -> header(-1, -1, 8, RGB), bad()),
        Hostile.of("PNG of 0x0", () -> header(0, 0, 8, RGB), bad()),
        Hostile.of("PNG of 20000x20000 zeros", () -> zeros(20_000, 20_000, 1, GREY), big()),
        Hostile.of("PNG of 50000x900, 1 bit", () -> zeros(50_000, 900, 1, GREY), RowStatus.OK),
        Hostile.of("PNG of 50000x900, RGB", () -> zeros(50_000, 900, 8, RGB), RowStatus.OK),
        Hostile.of("PNG of 50000x1000, 64 bits", () -> zeros(50_000, 1_000, 16, RGBA), okOrBig()),
        Hostile.of("PNG of 7000x7000, 64 bits", () -> zeros(7_000, 7_000, 16, RGBA), okOrBig()),
        Hostile.of("PNG of 50000000x1", () -> zeros(50_000_000, 1, 8, RGB), RowStatus.OK),
        Hostile.of("PNG of 1x50000000", () -> zeros(1, 50_000_000, 8, GREY), RowStatus.OK),
        Hostile.of("PNG, 49 million pixels and no data", () -> header(7_000, 7_000, 8, RGB), bad()),
        Hostile.of("PNG with a bomb in iCCP", () -> with("iCCP", bomb("name\0\0")), RowStatus.OK),
        Hostile.of("PNG with a bomb in zTXt", () -> with("zTXt", bomb("Title\0\0")), RowStatus.OK),
        Hostile.of(
            "PNG with a bomb in iTXt", () -> with("iTXt", bomb("Title\0\1\0\0\0")), RowStatus.OK),
        Hostile.of("PNG with 31 MB of tEXt", () -> with("tEXt", text(31)), RowStatus.OK),
        Hostile.of("PNG with 100 MB of tEXt", () -> with("tEXt", text(100)), big()),
        Hostile.of("PNG with two million chunks", () -> many("tIME"), RowStatus.OK),
        Hostile.of("PNG with 200,000 palettes", HostilePngs::palettes, RowStatus.OK),
        Hostile.of("PNG with two million empty IDAT", () -> many("IDAT"), RowStatus.OK, bad()),
        Hostile.of("PNG with an IDAT for each byte", HostilePngs::crumbs, RowStatus.OK),
        Hostile.of("PNG with a bomb behind its pixels", HostilePngs::overlong, RowStatus.OK, bad()),
        Hostile.of("PNG with 20 MB of palette", () -> with("PLTE", text(20)), RowStatus.OK, bad()),
        Hostile.of("PNG, palette missing", () -> zeros(64, 64, 8, PALETTE), bad()),
        Hostile.of("PNG of 3 bits", () -> zeros(64, 64, 3, GREY), bad()),
        Hostile.of("PNG of an unknown kind", () -> zeros(64, 64, 8, 7), bad()));
  }

  /** 20,000x20,000 in a few bytes. */
  static byte[] large() {
    return zeros(20_000, 20_000, 1, GREY);
  }

  /** Of 49 million grey pixels, as a TIFF has them too. */
  static byte[] largePixels() {
    return deflated(49_000_000);
  }

  private static RowStatus big() {
    return RowStatus.IMAGE_TOO_LARGE;
  }

  private static RowStatus bad() {
    return RowStatus.IMAGE_UNDECODABLE;
  }

  /** A small heap has no room for these. */
  private static RowStatus[] okOrBig() {
    return new RowStatus[] {RowStatus.OK, RowStatus.IMAGE_TOO_LARGE};
  }

  private static byte[] ihdr(int width, int height, int bits, int kind) {
    return PngChunks.chunk("IHDR", new Bytes().big32(width, height).u8(bits, kind, 0, 0, 0).get());
  }

  private static byte[] iend() {
    return PngChunks.chunk("IEND", new byte[0]);
  }

  private static byte[] header(int width, int height, int bits, int kind) {
    return new Bytes().put(SIGNATURE).put(ihdr(width, height, bits, kind)).put(iend()).get();
  }

  private static byte[] zeros(int width, int height, int bits, int kind) {
    return png(ihdr(width, height, bits, kind), pixels(width, height, bits, kind));
  }

  private static byte[] png(byte[] ihdr, byte[] compressed) {
    return new Bytes()
        .put(SIGNATURE)
        .put(ihdr)
        .put(PngChunks.chunk("IDAT", compressed))
        .put(iend())
        .get();
  }

  private static byte[] pixels(int width, int height, int bits, int kind) {
    int samples = kind == RGB ? 3 : kind == RGBA ? 4 : 1;
    long row = 1 + ((long) width * samples * bits + 7) / 8;
    return deflated(row * height);
  }

  private static byte[] deflated(long zeros) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater fast = new Deflater(Deflater.BEST_SPEED);
    byte[] block = new byte[1 << 16];
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, fast, 1 << 16)) {
      for (long left = zeros; left > 0; left -= block.length) {
        out.write(block, 0, (int) Math.min(left, block.length));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      fast.end();
    }
    return bytes.toByteArray();
  }

  private static byte[] bomb(String head) {
    return new Bytes().text(head).put(deflated(1L << 30)).get();
  }

  private static byte[] text(int megabytes) {
    byte[] text = new byte[megabytes * MEGABYTE];
    Arrays.fill(text, (byte) 'x');
    System.arraycopy(Bytes.ascii("Comment\0"), 0, text, 0, 8);
    return text;
  }

  /** A small image with one more chunk. */
  private static byte[] with(String type, byte[] data) {
    return new Bytes()
        .put(SIGNATURE)
        .put(ihdr(64, 48, 8, RGB))
        .put(PngChunks.chunk(type, data))
        .put(PngChunks.chunk("IDAT", pixels(64, 48, 8, RGB)))
        .put(iend())
        .get();
  }

  private static byte[] many(String type) {
    return new Bytes()
        .put(SIGNATURE)
        .put(ihdr(64, 48, 8, RGB))
        .repeat(PngChunks.chunk(type, new byte[0]), 2_000_000)
        .put(PngChunks.chunk("IDAT", pixels(64, 48, 8, RGB)))
        .put(iend())
        .get();
  }

  private static byte[] palettes() {
    return new Bytes()
        .put(SIGNATURE)
        .put(ihdr(64, 48, 8, PALETTE))
        .repeat(PngChunks.chunk("PLTE", new byte[3]), 200_000)
        .put(PngChunks.chunk("IDAT", pixels(64, 48, 8, PALETTE)))
        .put(iend())
        .get();
  }

  private static byte[] crumbs() {
    Bytes file = new Bytes().put(SIGNATURE).put(ihdr(50_000, 900, 8, RGB));
    for (byte crumb : pixels(50_000, 900, 8, RGB)) {
      file.put(PngChunks.chunk("IDAT", new byte[] {crumb}));
    }
    return file.put(iend()).get();
  }

  private static byte[] overlong() {
    return png(ihdr(64, 48, 8, RGB), deflated(1L << 30));
  }
}
