package org.thumbscore.hostile;

import java.util.Arrays;
import java.util.List;
import org.thumbscore.score.RowStatus;

/** GIFs put together by hand, of one colour. */
final class HostileGifs {
  private static final int EDGE = 7_000;
  private static final byte[] TRAILER = {0x3B};
  private static final byte[] TINY_FRAME = Bytes.hex("2C 0000 0000 0100 0100 00 02 02 44 01 00");

  private HostileGifs() {}

  static List<Hostile> all() {
    return List.of(
        Hostile.of("GIF of 60000x60000", () -> still(60_000, 60_000, 1, 1), big()),
        Hostile.of("GIF with a frame of 60000x60000", () -> still(1, 1, 60_000, 60_000), big()),
        Hostile.of("GIF, 49 million pixels in 36 kB", () -> still(1, 1, EDGE, EDGE), RowStatus.OK),
        Hostile.of("GIF of 65535x762", () -> still(65_535, 762, 1, 1), RowStatus.OK),
        Hostile.of("GIF, 49 million pixels and no data", HostileGifs::empty, bad()),
        Hostile.of("GIF of 0x0", () -> still(0, 0, 0, 0), bad()),
        Hostile.of("GIF with two million frames", HostileGifs::endless, RowStatus.OK),
        Hostile.of("GIF with two million frames and no trailer", HostileGifs::cut, RowStatus.OK),
        Hostile.of("GIF with nine million comments", HostileGifs::comments, RowStatus.OK),
        Hostile.of("GIF with nine million comments only", HostileGifs::onlyComments, bad()),
        Hostile.of("GIF whose codes never end", () -> coded(0x00), RowStatus.OK, bad()),
        Hostile.of("GIF whose codes only clear the table", HostileGifs::clears, bad()),
        Hostile.of("GIF whose codes are out of range", () -> coded(0xFF), RowStatus.OK, bad()),
        Hostile.of("GIF with codes of 0 bits", () -> codeSize(0), RowStatus.OK, bad()),
        Hostile.of("GIF with codes of 12 bits", () -> codeSize(12), RowStatus.OK, bad()),
        Hostile.of("GIF with codes of 255 bits", () -> codeSize(255), bad()));
  }

  private static RowStatus big() {
    return RowStatus.IMAGE_TOO_LARGE;
  }

  private static RowStatus bad() {
    return RowStatus.IMAGE_UNDECODABLE;
  }

  private static Bytes screen(int width, int height) {
    return new Bytes()
        .text("GIF89a")
        .little16(width, height)
        .u8(0x81, 0, 0)
        .put(Bytes.hex("000000 FF0000 00FF00 0000FF"));
  }

  private static Bytes frame(Bytes file, int width, int height, int codeSize) {
    return file.u8(0x2C).little16(0, 0, width, height).u8(0, codeSize);
  }

  private static byte[] still(int screenWidth, int screenHeight, int width, int height) {
    byte[] codes = zeros(Math.min((long) width * height, EDGE * EDGE));
    return blocks(frame(screen(screenWidth, screenHeight), width, height, 2), codes)
        .put(TRAILER)
        .get();
  }

  private static Bytes blocks(Bytes file, byte[] codes) {
    for (int at = 0; at < codes.length; at += 255) {
      int length = Math.min(255, codes.length - at);
      file.u8(length).put(Arrays.copyOfRange(codes, at, at + length));
    }
    return file.u8(0);
  }

  /** Each code stands for one zero more than the one before, until the table is full. */
  private static byte[] zeros(long pixels) {
    CodeWriter codes = new CodeWriter();
    long left = pixels;
    while (left > 0) {
      codes.write(4, codes.width);
      codes.width = 3;
      for (int next = 5, run = 1; left > 0 && next < 4_095; next++, run++) {
        // A decoder is an entry behind, and widens its codes when the table is full.
        codes.width = Math.max(3, 32 - Integer.numberOfLeadingZeros(next));
        codes.write(run == 1 ? 0 : run > left ? 0 : next, codes.width);
        left -= run == 1 || run > left ? 1 : run;
      }
    }
    codes.write(5, codes.width);
    return codes.finish();
  }

  private static final class CodeWriter {
    private final Bytes bytes = new Bytes();
    private int width = 3;
    private long bits;
    private int count;

    void write(int code, int size) {
      bits |= (long) code << count;
      for (count += size; count >= 8; count -= 8, bits >>= 8) {
        bytes.u8((int) bits);
      }
    }

    byte[] finish() {
      return bytes.u8((int) bits).get();
    }
  }

  private static byte[] empty() {
    return frame(screen(EDGE, EDGE), EDGE, EDGE, 2).u8(0).put(TRAILER).get();
  }

  private static Bytes frames() {
    return screen(1, 1).repeat(TINY_FRAME, 2_000_000);
  }

  private static byte[] endless() {
    return frames().put(TRAILER).get();
  }

  private static byte[] cut() {
    return frames().get();
  }

  private static byte[] comments() {
    return screen(1, 1).repeat(Bytes.hex("21FE00"), 9_000_000).put(TINY_FRAME).put(TRAILER).get();
  }

  private static byte[] onlyComments() {
    return screen(1, 1).repeat(Bytes.hex("21FE00"), 9_000_000).put(TRAILER).get();
  }

  private static byte[] coded(int value) {
    byte[] codes = new byte[20 << 20];
    Arrays.fill(codes, (byte) value);
    return blocks(frame(screen(100, 100), 100, 100, 2), codes).get();
  }

  /** Code 4 in three bits each: 001 from the lowest bit on. */
  private static byte[] clears() {
    Bytes codes = new Bytes().repeat(Bytes.hex("244992"), 6_000_000);
    return blocks(frame(screen(100, 100), 100, 100, 2), codes.get()).put(TRAILER).get();
  }

  private static byte[] codeSize(int bits) {
    return blocks(frame(screen(100, 100), 100, 100, bits), new byte[4_000]).put(TRAILER).get();
  }
}
