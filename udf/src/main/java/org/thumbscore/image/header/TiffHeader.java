package org.thumbscore.image.header;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the first directory of a TIFF asks a reader to take memory for. The JDK's reader believes
 * these numbers, whatever they are, so they are looked at before. Of a tag that is there twice, the
 * greater values count.
 */
public final class TiffHeader {
  private static final int MOST_SAMPLES = 8;
  private static final int MOST_BITS = 16;
  private static final int OLD_JPEG = 6;
  private static final int JPEG = 7;

  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS = 258;
  private static final int COMPRESSION = 259;
  private static final int STRIPS = 273;
  private static final int ORIENTATION = 274;
  private static final int SAMPLES = 277;
  private static final int STRIP_LENGTHS = 279;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILES = 324;
  private static final int TILE_LENGTHS = 325;
  private static final List<Integer> KNOWN =
      List.of(
          WIDTH,
          HEIGHT,
          BITS,
          COMPRESSION,
          STRIPS,
          ORIENTATION,
          SAMPLES,
          STRIP_LENGTHS,
          TILE_WIDTH,
          TILE_HEIGHT,
          TILES,
          TILE_LENGTHS);

  private final ByteBuffer file;
  private final Map<Integer, List<Long>> values = new HashMap<>();

  private TiffHeader(byte[] bytes) {
    boolean little = bytes[0] == 'I';
    this.file =
        ByteBuffer.wrap(bytes).order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  /** The directory, as far as it matters here. */
  public static TiffHeader read(byte[] bytes) throws UndecodableException {
    TiffHeader header = new TiffHeader(bytes);
    try {
      header.readDirectory();
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new UndecodableException("a TIFF whose directory lies beyond its end", e);
    }
    return header;
  }

  private void readDirectory() throws UndecodableException {
    int entries = Short.toUnsignedInt(file.position(4).position(file.getInt()).getShort());
    for (int i = 0; i < entries; i++) {
      int tag = Short.toUnsignedInt(file.getShort());
      int type = file.getShort();
      long count = Integer.toUnsignedLong(file.getInt());
      int value = file.position();
      if (KNOWN.contains(tag)) {
        readNumbers(tag, type, count);
      }
      file.position(value + 4);
    }
  }

  private void readNumbers(int tag, int type, long count) throws UndecodableException {
    int size = type == 3 ? 2 : type == 4 ? 4 : 1;
    if (count * size > file.limit()) {
      throw new UndecodableException(
          "a TIFF of %d bytes whose tag %d has %d values".formatted(file.limit(), tag, count));
    }
    if (count * size > 4) {
      file.position(file.getInt());
    }
    List<Long> numbers = values.computeIfAbsent(tag, any -> new ArrayList<>());
    for (long i = 0; i < count; i++) {
      numbers.add(number(type));
    }
  }

  private long number(int type) {
    return switch (type) {
      case 3 -> Short.toUnsignedLong(file.getShort());
      case 4 -> Integer.toUnsignedLong(file.getInt());
      default -> Byte.toUnsignedLong(file.get());
    };
  }

  private long greatest(int tag, long otherwise) {
    return values.getOrDefault(tag, List.of()).stream()
        .mapToLong(Long::longValue)
        .max()
        .orElse(otherwise);
  }

  /**
   * Refuses what no reader should take memory for.
   *
   * @return bytes that decoding takes: a tile as read, all of the image's samples, and those once
   *     more where it is turned
   */
  public long check(SizeGate gate) throws UndecodableException, TooLargeException {
    long samples = greatest(SAMPLES, 1);
    long bits = greatest(BITS, 1);
    if (samples > MOST_SAMPLES || bits > MOST_BITS) {
      throw new UndecodableException(
          "a TIFF of %d samples of %d bits; expected at most %d of %d"
              .formatted(samples, bits, MOST_SAMPLES, MOST_BITS));
    }
    long size = checked(gate, greatest(WIDTH, 0), greatest(HEIGHT, 0));
    long tile = size;
    if (values.containsKey(TILE_WIDTH) || values.containsKey(TILE_HEIGHT)) {
      tile = checked(gate, greatest(TILE_WIDTH, 1), greatest(TILE_HEIGHT, 1));
    }
    checkLengths(STRIP_LENGTHS);
    checkLengths(TILE_LENGTHS);
    checkCompression(gate);
    long turned = greatest(ORIENTATION, 1) > 1 ? Integer.BYTES * size : 0;
    return (size + tile) * samples * ((bits + 7) / 8) + turned;
  }

  private static long checked(SizeGate gate, long width, long height)
      throws UndecodableException, TooLargeException {
    if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw new UndecodableException("the header says %dx%d pixels".formatted(width, height));
    }
    return gate.check(ImageSize.of((int) width, (int) height)).pixels();
  }

  private void checkLengths(int tag) throws UndecodableException {
    long length = greatest(tag, 0);
    if (length > file.limit()) {
      throw new UndecodableException(
          "a TIFF of %d bytes with a strip of %d".formatted(file.limit(), length));
    }
  }

  private void checkCompression(SizeGate gate) throws UndecodableException, TooLargeException {
    List<Long> compressions = values.getOrDefault(COMPRESSION, List.of());
    if (compressions.contains((long) OLD_JPEG)) {
      throw new UndecodableException("a TIFF with JPEG of the old style");
    }
    if (compressions.contains((long) JPEG)) {
      checkJpegs(gate, STRIPS);
      checkJpegs(gate, TILES);
    }
  }

  /** Each strip is a JPEG of its own, with a size of its own. */
  private void checkJpegs(SizeGate gate, int tag) throws UndecodableException, TooLargeException {
    for (long offset : values.getOrDefault(tag, List.of())) {
      if (offset >= file.limit()) {
        throw new UndecodableException("a TIFF with a strip beyond its end");
      }
      byte[] strip = new byte[file.limit() - (int) offset];
      file.get((int) offset, strip);
      JpegHeader jpeg = JpegHeader.read(strip);
      gate.check(jpeg.size());
      JpegScans.count(strip, jpeg);
    }
  }
}
