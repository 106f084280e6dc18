package org.thumbscore.image.header;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The first directory of a TIFF image, with the tags that a reader needs. Time and memory for
 * reading it are proportional to the number of its entries, because the values stay in the file.
 * Not thread-safe.
 */
public final class TiffDirectory {
  static final int WIDTH = 256;
  static final int HEIGHT = 257;
  static final int BITS = 258;
  static final int COMPRESSION = 259;
  public static final int KIND = 262;
  static final int FILL_ORDER = 266;
  static final int STRIPS = 273;
  static final int ORIENTATION = 274;
  static final int SAMPLES = 277;
  static final int STRIP_ROWS = 278;
  static final int STRIP_LENGTHS = 279;
  static final int PLANES = 284;
  static final int PREDICTOR = 317;
  public static final int COLORS = 320;
  static final int TILE_WIDTH = 322;
  static final int TILE_HEIGHT = 323;
  static final int TILES = 324;
  static final int TILE_LENGTHS = 325;
  static final int EXTRA_SAMPLES = 338;
  static final int SAMPLE_FORMAT = 339;

  /** Tags that the JDK's reader also reads, but that are not used here. */
  private static final Set<Integer> OTHERS =
      Set.of(292, 293, 347, 512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532, 34675);

  private static final Set<Integer> KNOWN =
      Set.of(
          WIDTH,
          HEIGHT,
          BITS,
          COMPRESSION,
          KIND,
          FILL_ORDER,
          STRIPS,
          ORIENTATION,
          SAMPLES,
          STRIP_ROWS,
          STRIP_LENGTHS,
          PLANES,
          PREDICTOR,
          COLORS,
          TILE_WIDTH,
          TILE_HEIGHT,
          TILES,
          TILE_LENGTHS,
          EXTRA_SAMPLES,
          SAMPLE_FORMAT);

  private static final int SHORT = 3;
  private static final int LONG = 4;

  /** The location of a tag's values. */
  private record Entry(int type, int count, int at) {}

  private final ByteBuffer file;
  private final Map<Integer, Entry> entries = new HashMap<>();

  private TiffDirectory(byte[] bytes) {
    boolean little = bytes[0] == 'I';
    this.file =
        ByteBuffer.wrap(bytes).order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  /**
   * Reads the entries.
   *
   * @throws UndecodableException if entries are missing, or a tag occurs twice
   */
  static TiffDirectory read(byte[] bytes) throws UndecodableException {
    TiffDirectory directory = new TiffDirectory(bytes);
    try {
      directory.read();
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new UndecodableException("a TIFF whose directory lies beyond its end", e);
    }
    return directory;
  }

  private void read() throws UndecodableException {
    int count = Short.toUnsignedInt(file.position(4).position(file.getInt()).getShort());
    for (int i = 0; i < count; i++) {
      int tag = Short.toUnsignedInt(file.getShort());
      int type = Short.toUnsignedInt(file.getShort());
      long values = Integer.toUnsignedLong(file.getInt());
      int at = file.position();
      if (KNOWN.contains(tag) || OTHERS.contains(tag)) {
        add(tag, type, values, at);
      }
      file.position(at + 4);
    }
  }

  private void add(int tag, int type, long count, int value) throws UndecodableException {
    long size = count * size(type);
    long at = size > 4 ? Integer.toUnsignedLong(file.getInt(value)) : value;
    if (at + size > file.limit()) {
      throw new UndecodableException(
          "a TIFF of %d bytes whose tag %d has %d values".formatted(file.limit(), tag, count));
    }
    if (entries.put(tag, new Entry(type, (int) count, (int) at)) != null) {
      throw new UndecodableException("a TIFF whose tag %d is there twice".formatted(tag));
    }
    if (KNOWN.contains(tag) && type != SHORT && (tag == BITS || type != LONG)) {
      throw new UndecodableException("a TIFF whose tag %d is of type %d".formatted(tag, type));
    }
  }

  private static int size(int type) {
    return switch (type) {
      case 3, 8 -> 2;
      case 4, 9, 11, 13 -> 4;
      case 5, 10, 12 -> 8;
      default -> 1;
    };
  }

  /** Returns the length of the file in bytes. */
  int fileLength() {
    return file.limit();
  }

  public boolean has(int tag) {
    return entries.containsKey(tag);
  }

  /** Returns the number of a tag's values, or 0 if the tag is absent. */
  public int count(int tag) {
    Entry entry = entries.get(tag);
    return entry == null ? 0 : entry.count();
  }

  /** Returns one of the values of a tag that is present. */
  public long number(int tag, int index) {
    Entry entry = entries.get(tag);
    return entry.type() == SHORT
        ? Short.toUnsignedLong(file.getShort(entry.at() + 2 * index))
        : Integer.toUnsignedLong(file.getInt(entry.at() + 4 * index));
  }

  /**
   * Returns a copy of the file with another value for a tag that is present and has a single value.
   */
  public byte[] with(int tag, int value) {
    ByteBuffer copy = ByteBuffer.wrap(file.array().clone()).order(file.order());
    Entry entry = entries.get(tag);
    if (entry.type() == SHORT) {
      copy.putShort(entry.at(), (short) value);
    } else {
      copy.putInt(entry.at(), value);
    }
    return copy.array();
  }

  /**
   * Returns the single value of a tag, or a default if the tag is absent.
   *
   * @throws UndecodableException if the tag has several values
   */
  long number(int tag, long otherwise) throws UndecodableException {
    int count = count(tag);
    if (count > 1) {
      throw new UndecodableException(
          "a TIFF whose tag %d has %d values; expected 1".formatted(tag, count));
    }
    return count == 0 ? otherwise : number(tag, 0);
  }

  /**
   * Returns the value that a tag has for all samples, or a default if the tag is absent.
   *
   * @throws UndecodableException if the values differ
   */
  long common(int tag, long otherwise) throws UndecodableException {
    int count = count(tag);
    for (int i = 1; i < count; i++) {
      if (number(tag, i) != number(tag, 0)) {
        throw new UndecodableException("a TIFF whose samples differ in tag " + tag);
      }
    }
    return count == 0 ? otherwise : number(tag, 0);
  }
}
