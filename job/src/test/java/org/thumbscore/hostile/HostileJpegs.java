package org.thumbscore.hostile;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.thumbscore.score.RowStatus;

/** JPEGs put together by hand: grey, each block of one colour, in as few bits as Huffman allows. */
final class HostileJpegs {
  private static final int EDGE = 7_000;
  private static final int BASELINE = 0xC0;
  private static final int PROGRESSIVE = 0xC2;
  private static final int MEGABYTE = 1 << 20;

  private HostileJpegs() {}

  static List<Hostile> all() {
    return List.of(
        Hostile.of("JPEG of 60000x60000", HostileJpegs::large, big()),
        Hostile.of("JPEG of 65500x1", () -> flat(65_500, 1), RowStatus.OK),
        Hostile.of("JPEG of 1x65500", () -> flat(1, 65_500), RowStatus.OK),
        Hostile.of("JPEG, 49 million pixels in 200 kB", () -> flat(EDGE, EDGE), RowStatus.OK),
        Hostile.of("JPEG, 49 million pixels and no data", () -> empty(BASELINE, 8), bad()),
        Hostile.of("JPEG, progressive, 883 scans", () -> scans(64), bad()),
        Hostile.of("JPEG, progressive, 883 large scans", () -> scans(EDGE), bad()),
        Hostile.of("JPEG, progressive, 49 million pixels", () -> progressive(EDGE), RowStatus.OK),
        Hostile.of("JPEG, a million scans without data", HostileJpegs::emptyScans, bad()),
        Hostile.of("JPEG with 26 MB of APP1", () -> stuffed(0xE1), RowStatus.OK),
        Hostile.of("JPEG with 26 MB of comments", () -> stuffed(0xFE), RowStatus.OK),
        Hostile.of("JPEG with 26 MB of tables", HostileJpegs::manyTables, RowStatus.OK),
        Hostile.of("JPEG with a restart after each block", HostileJpegs::restarts, RowStatus.OK),
        Hostile.of("JPEG with 2 MB of JFIF", HostileJpegs::manyJfifs, RowStatus.OK),
        Hostile.of("JPEG with 100,000 frame headers", HostileJpegs::manyFrames, bad()),
        Hostile.of("JPEG with 20 MB of fill bytes", () -> filled(0xFF), RowStatus.OK),
        Hostile.of("JPEG with 20 MB of stray bytes", () -> filled(0), RowStatus.OK),
        Hostile.of("JPEG, arithmetic coding", () -> empty(0xC9, 8), bad()),
        Hostile.of("JPEG, progressive arithmetic coding", () -> empty(0xCA, 8), bad()),
        Hostile.of("JPEG, lossless", () -> empty(0xC3, 8), bad()),
        Hostile.of("JPEG, hierarchical", () -> empty(0xC5, 8), bad()),
        Hostile.of("JPEG of 12 bits", () -> empty(0xC1, 12), bad()),
        Hostile.of("JPEG of 16 bits", () -> empty(0xC1, 16), bad()),
        Hostile.of("JPEG of 255 components", HostileJpegs::manyComponents, bad()),
        Hostile.of("JPEG whose height comes later", () -> flat(64, 0), bad()));
  }

  /** 60,000x60,000, and as much data as a strip may need. */
  static byte[] large() {
    return head(BASELINE, 8, 60_000, 60_000)
        .put(scan(0, 63, 0, 0))
        .put(zeros(1 << 20))
        .put(end())
        .get();
  }

  private static RowStatus big() {
    return RowStatus.IMAGE_TOO_LARGE;
  }

  private static RowStatus bad() {
    return RowStatus.IMAGE_UNDECODABLE;
  }

  /** As far as the first scan. */
  private static Bytes head(int frame, int bits, int width, int height) {
    byte[] ones = new byte[64];
    Arrays.fill(ones, (byte) 1);
    return new Bytes()
        .u8(0xFF, 0xD8, 0xFF, 0xDB)
        .big16(67)
        .u8(0)
        .put(ones)
        .u8(0xFF, frame)
        .big16(11)
        .u8(bits)
        .big16(height, width)
        .u8(1, 1, 0x11, 0)
        .put(tables());
  }

  /** For DC: 0 means no change. For AC: 0 ends the block, 10 ends 16,384 of them and more. */
  private static byte[] tables() {
    return new Bytes()
        .u8(0xFF, 0xC4)
        .big16(20, 0x0001)
        .put(new byte[15])
        .u8(0, 0xFF, 0xC4)
        .big16(21)
        .u8(0x10, 1, 1)
        .put(new byte[14])
        .u8(0, 0xE0)
        .get();
  }

  private static byte[] scan(int from, int to, int high, int low) {
    return new Bytes().u8(0xFF, 0xDA).big16(8).u8(1, 1, 0x00, from, to, high << 4 | low).get();
  }

  private static byte[] end() {
    return Bytes.hex("FFD9");
  }

  private static int blocks(int width, int height) {
    return ((width + 7) / 8) * ((height + 7) / 8);
  }

  /** Zero bits, two for each block, and ones to fill the byte. */
  private static byte[] zeros(int bits) {
    byte[] data = new byte[(bits + 7) / 8];
    int spare = 8 * data.length - bits;
    if (spare > 0) {
      data[data.length - 1] = (byte) ((1 << spare) - 1);
    }
    return data;
  }

  private static byte[] flat(int width, int height) {
    return head(BASELINE, 8, width, height)
        .put(scan(0, 63, 0, 0))
        .put(zeros(2 * blocks(width, height)))
        .put(end())
        .get();
  }

  private static byte[] empty(int frame, int bits) {
    return head(frame, bits, EDGE, EDGE).put(scan(0, 63, 0, 0)).put(end()).get();
  }

  private static byte[] progressive(int edge) {
    int blocks = blocks(edge, edge);
    return head(PROGRESSIVE, 8, edge, edge)
        .put(scan(0, 0, 0, 0))
        .put(zeros(blocks))
        .put(scan(1, 63, 0, 0))
        .put(zeros(blocks))
        .put(end())
        .get();
  }

  /** Each coefficient bit by bit, which the standard allows and no encoder does. */
  private static byte[] scans(int edge) {
    int blocks = blocks(edge, edge);
    Bytes file = head(PROGRESSIVE, 8, edge, edge).put(scan(0, 0, 0, 0)).put(zeros(blocks));
    byte[] nothing = blocksEnded(blocks);
    for (int k = 1; k < 64; k++) {
      for (int low = 13; low >= 0; low--) {
        file.put(scan(k, k, low == 13 ? 0 : low + 1, low)).put(nothing);
      }
    }
    return file.put(end()).get();
  }

  /** Runs of 16,384 blocks, then one by one. */
  private static byte[] blocksEnded(int blocks) {
    StringBuilder bits = new StringBuilder();
    bits.append(("10" + "0".repeat(14)).repeat(blocks >> 14));
    bits.append("0".repeat(blocks & 0x3FFF));
    bits.append("1".repeat(-bits.length() & 7));
    byte[] data = new byte[bits.length() / 8];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
    }
    return data;
  }

  private static byte[] emptyScans() {
    return head(PROGRESSIVE, 8, EDGE, EDGE).repeat(scan(0, 0, 0, 0), 1_000_000).put(end()).get();
  }

  /** A whole image with something behind its start marker. */
  private static byte[] with(UnaryOperator<Bytes> stuffing) {
    byte[] whole = flat(64, 48);
    return stuffing
        .apply(new Bytes().u8(0xFF, 0xD8))
        .put(Arrays.copyOfRange(whole, 2, whole.length))
        .get();
  }

  private static byte[] stuffed(int marker) {
    byte[] segment = new Bytes().u8(0xFF, marker).big16(65_535).put(new byte[65_533]).get();
    return with(file -> file.repeat(segment, 400));
  }

  private static byte[] manyTables() {
    return with(file -> file.repeat(tables(), 26 * MEGABYTE / tables().length));
  }

  private static byte[] manyJfifs() {
    byte[] jfif = Bytes.hex("FFE000104A46494600010100000100010000");
    return with(file -> file.repeat(jfif, 2 * MEGABYTE / jfif.length));
  }

  private static byte[] manyFrames() {
    byte[] frame = Bytes.hex("FFC0000B080010001001011100");
    return with(file -> file.repeat(frame, 100_000));
  }

  private static byte[] filled(int value) {
    byte[] filling = new byte[20 * MEGABYTE];
    Arrays.fill(filling, (byte) value);
    return with(file -> file.put(Bytes.hex("FFFE0002")).put(filling));
  }

  private static byte[] restarts() {
    Bytes file = head(BASELINE, 8, EDGE, EDGE).u8(0xFF, 0xDD).big16(4, 1).put(scan(0, 63, 0, 0));
    for (int i = blocks(EDGE, EDGE) - 1, restart = 0; i > 0; i--, restart = (restart + 1) & 7) {
      file.u8(0x3F, 0xFF, 0xD0 + restart);
    }
    return file.u8(0x3F).put(end()).get();
  }

  private static byte[] manyComponents() {
    return new Bytes()
        .u8(0xFF, 0xD8, 0xFF, BASELINE)
        .big16(8 + 3 * 255)
        .u8(8)
        .big16(EDGE, EDGE)
        .u8(255)
        .repeat(Bytes.hex("011100"), 255)
        .put(scan(0, 63, 0, 0))
        .put(end())
        .get();
  }
}
