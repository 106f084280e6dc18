package org.thumbscore.image;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thumbscore.image.codec.DecodedImage;
import org.thumbscore.image.codec.ImageDecoder;
import org.thumbscore.image.header.ImageLimits;
import org.thumbscore.image.header.TooLargeException;
import org.thumbscore.image.header.UndecodableException;

/** What looking at a file takes grows by the file's length, whatever its headers say. */
class HeaderWorkTest {
  /** Bytes that may be allocated for each byte of a file. */
  private static final int MOST_PER_BYTE = 12;

  /** What any image takes: readers, tables, messages. */
  private static final int ANYWAY = 4 << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir static Path scratch;

  /**
   * A way to make a header long.
   *
   * @param file of about so many bytes
   */
  record Hostile(String name, int length, IntFunction<byte[]> file) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Hostile> hostiles() {
    int megabyte = 1 << 20;
    return Stream.of(
        new Hostile("TIFF that repeats a tag", 24_000, HeaderWorkTest::repeatedTag),
        new Hostile("TIFF that repeats a tag no one reads", 400_000, HeaderWorkTest::unreadTag),
        new Hostile("TIFF of JPEGs that are one", megabyte, HeaderWorkTest::sharedJpegs),
        new Hostile("TIFF of deflated strips that are one", megabyte, HeaderWorkTest::sharedStrips),
        new Hostile("WebP of frames within frames", megabyte, HeaderWorkTest::nestedFrames),
        new Hostile("WebP of empty chunks", megabyte, HeaderWorkTest::emptyChunks),
        new Hostile(
            "JPEG of JFIF segments",
            megabyte,
            length -> jpeg("FFE000104A46494600010100000100010000", length)),
        new Hostile(
            "JPEG of Adobe segments",
            megabyte,
            length -> jpeg("FFEE000E41646F6265006400000000 00", length)),
        new Hostile(
            "JPEG of frame headers",
            megabyte,
            length -> jpeg("FFC0000B080010001001011100", length)),
        new Hostile(
            "JPEG of scans",
            megabyte,
            length -> jpeg("FFC0000B080010001001011100" + "FFDA0002".repeat(length / 4), 0)),
        new Hostile("PNG of palettes", megabyte, length -> png("PLTE", length)),
        new Hostile("PNG of animation headers", megabyte, length -> png("acTL", length)),
        new Hostile("PNG of texts", megabyte, length -> png("tEXt", length)),
        new Hostile("PNG of empty pixels", megabyte, length -> png("IDAT", length)),
        new Hostile("GIF of empty comments", megabyte, length -> gif("21FE00", length)),
        new Hostile("GIF of controls", megabyte, length -> gif("21F9040100000300", length)),
        new Hostile("GIF of clear codes", megabyte, HeaderWorkTest::clearCodes),
        new Hostile("BMP of colours", 300_000, HeaderWorkTest::colours),
        new Hostile("BMP of empty runs", megabyte, HeaderWorkTest::emptyRuns));
  }

  @ParameterizedTest
  @MethodSource("hostiles")
  void allocationIsBoundedByTheFile(Hostile hostile) {
    ImageDecoder decoder = ImageDecoder.open(ImageLimits.DEFAULT, scratch);
    decode(decoder, hostile.file().apply(hostile.length() / 16));
    byte[] file = hostile.file().apply(hostile.length());
    long before = THREADS.getCurrentThreadAllocatedBytes();
    decode(decoder, file);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(
        allocated < ANYWAY + (long) MOST_PER_BYTE * file.length,
        () -> "%,d bytes allocated for a file of %,d".formatted(allocated, file.length));
  }

  private static void decode(ImageDecoder decoder, byte[] file) {
    try (DecodedImage image = decoder.decode(file)) {
      assertTrue(image.width() > 0);
    } catch (UndecodableException | TooLargeException e) {
      assertTrue(e.getMessage().lines().count() == 1, e.getMessage());
    }
  }

  @Test
  void stripsThatLieOverEachOtherAreRefused() {
    ImageDecoder decoder = ImageDecoder.open(ImageLimits.DEFAULT, scratch);
    UndecodableException refused =
        assertThrows(UndecodableException.class, () -> decoder.decode(sharedStrips(1 << 20)));
    assertTrue(refused.getMessage().contains("lie over each other"), refused.getMessage());
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static byte[] repeated(byte[] part, int length) {
    ByteArrayOutputStream repeated = new ByteArrayOutputStream();
    while (repeated.size() < length) {
      repeated.writeBytes(part);
    }
    return repeated.toByteArray();
  }

  private static ByteBuffer little(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] tag(int tag, int type, int count, int value) {
    return little(12)
        .putShort((short) tag)
        .putShort((short) type)
        .putInt(count)
        .putInt(value)
        .array();
  }

  /** A directory at 8. */
  private static byte[] tiff(byte[]... tags) {
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    for (byte[] tag : tags) {
      entries.writeBytes(tag);
    }
    return join(
        hex("49492A0008000000"),
        little(2).putShort((short) (entries.size() / 12)).array(),
        entries.toByteArray(),
        new byte[4]);
  }

  /** Each entry has as many values as the file has bytes. */
  private static byte[] repeatedTag(int length) {
    return tiff(repeated(tag(273, 1, length, 8), length));
  }

  private static byte[] unreadTag(int length) {
    byte[] entry = tag(700, 1, length, 8);
    return tiff(
        tag(256, 3, 1, 1),
        tag(257, 3, 1, 1),
        tag(258, 3, 1, 8),
        tag(262, 3, 1, 1),
        tag(273, 4, 1, 8),
        tag(278, 3, 1, 1),
        tag(279, 4, 1, 1),
        repeated(entry, length));
  }

  private static byte[] sharedJpegs(int length) {
    return shared(7, length);
  }

  private static byte[] sharedStrips(int length) {
    return shared(8, length);
  }

  /** Half of the file is the places and lengths of strips, which all are the other half. */
  private static byte[] shared(int compression, int length) {
    int strips = length / 16;
    int places = 8 + 2 + 9 * 12 + 4;
    int data = places + 8 * strips;
    byte[] numbers = new byte[8 * strips];
    ByteBuffer into = ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < strips; i++) {
      into.putInt(data);
    }
    for (int i = 0; i < strips; i++) {
      into.putInt(length / 2);
    }
    return join(
        tiff(
            tag(256, 3, 1, 8),
            tag(257, 4, 1, strips),
            tag(258, 3, 1, 8),
            tag(259, 3, 1, compression),
            tag(262, 3, 1, 1),
            tag(273, 4, strips, places),
            tag(277, 3, 1, 1),
            tag(278, 3, 1, 1),
            tag(279, 4, strips, places + 4 * strips)),
        numbers,
        jpeg("FFC0000B080001000801011100", length / 2));
  }

  private static byte[] chunk(String name, byte[]... data) {
    byte[] joined = join(data);
    return join(
        name.getBytes(StandardCharsets.ISO_8859_1),
        little(4).putInt(joined.length).array(),
        joined);
  }

  /** Each frame of an animation is an animation again. */
  private static byte[] nestedFrames(int length) {
    int levels = length / 50;
    byte[] canvas = hex("02000000 0F0000 0F0000");
    byte[] frame = hex("000000 000000 0F0000 0F0000 000000 00");
    byte[] bytes = new byte[12 + 42 * levels];
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.put(hex("52494646 00000000 57454250"));
    while (file.remaining() > 0) {
      int rest = file.remaining() - 42;
      file.put(chunk("VP8X", canvas));
      file.put("ANMF".getBytes(StandardCharsets.ISO_8859_1)).putInt(rest + 16).put(frame);
    }
    return bytes;
  }

  private static byte[] emptyChunks(int length) {
    return join(
        hex("52494646 00000000 57454250"),
        chunk("VP8X", hex("02000000 0F0000 0F0000")),
        repeated(chunk("JUNK"), length));
  }

  private static byte[] jpeg(String segment, int length) {
    return join(hex("FFD8"), repeated(hex(segment), length), hex("FFDA0002FFD9"));
  }

  private static byte[] png(String name, int length) {
    byte[] empty = pngChunk(name, new byte[name.equals("acTL") ? 8 : 0]);
    return join(
        hex("89504E470D0A1A0A"),
        pngChunk("IHDR", hex("00000010 00000010 08 03 00 00 00")),
        repeated(empty, length),
        pngChunk("IDAT", new byte[9]),
        pngChunk("IEND", new byte[0]));
  }

  private static byte[] pngChunk(String name, byte[] data) {
    java.util.zip.CRC32 sum = new java.util.zip.CRC32();
    byte[] body = join(name.getBytes(StandardCharsets.ISO_8859_1), data);
    sum.update(body);
    return join(
        ByteBuffer.allocate(4).putInt(data.length).array(),
        body,
        ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }

  private static byte[] gif(String block, int length) {
    return join(
        hex("474946383961 1000 1000 00 00 00"),
        repeated(hex(block), length),
        hex("2C 00000000 1000 1000 00 02 02 4401 00 3B"));
  }

  private static byte[] clearCodes(int length) {
    byte[] block = new byte[256];
    java.util.Arrays.fill(block, (byte) 0x24);
    block[0] = (byte) 255;
    return join(
        hex("474946383961 1000 1000 00 00 00 2C 00000000 1000 1000 00 02"),
        repeated(block, length));
  }

  private static byte[] bmp(int kind, int colors, byte[] rest) {
    return join(
        hex("424D 00000000 00000000 00000000"),
        little(40)
            .putInt(40)
            .putInt(16)
            .putInt(16)
            .putShort((short) 1)
            .putShort((short) 8)
            .putInt(kind)
            .putInt(0)
            .putInt(0)
            .putInt(0)
            .putInt(colors)
            .array(),
        rest);
  }

  private static byte[] colours(int length) {
    return bmp(0, length / 4, new byte[length]);
  }

  private static byte[] emptyRuns(int length) {
    return bmp(1, 256, join(new byte[1024], repeated(hex("00020000"), length)));
  }
}
