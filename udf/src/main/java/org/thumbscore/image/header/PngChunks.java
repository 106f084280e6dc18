package org.thumbscore.image.header;

import java.util.zip.CRC32;

/** Goes from chunk to chunk of a PNG. Not thread-safe. */
final class PngChunks {
  private static final int HEADER = 8;
  private static final int CHECKSUM = 4;

  private final byte[] bytes;
  private final CRC32 sum = new CRC32();

  /** Of what is read next; never beyond the end. */
  private int at = HEADER;

  private int name;
  private long length;
  private int start;

  PngChunks(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A chunk's name as the number that {@link #name()} gives. */
  static int name(String name) {
    return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
  }

  /** Whether the head of another chunk is there, with a name that a chunk may have. */
  boolean hasNext() {
    return bytes.length - at >= HEADER && isName(i32(at + 4));
  }

  /**
   * Reads a chunk's head; what it holds is next.
   *
   * @throws UndecodableException if there is none
   */
  void next() throws UndecodableException {
    if (!hasNext()) {
      throw bytes.length - at >= HEADER
          ? new UndecodableException("a PNG with a chunk named " + text(i32(at + 4)))
          : UndecodableException.cutOff(bytes.length);
    }
    length = Integer.toUnsignedLong(i32(at));
    name = i32(at + 4);
    at += HEADER;
    start = at;
  }

  private static boolean isName(int name) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      char c = (char) (name >> shift & 0xFF);
      if (c != '_' && (c > '~' || !Character.isLetterOrDigit(c))) {
        return false;
      }
    }
    return true;
  }

  static String text(int name) {
    StringBuilder text = new StringBuilder();
    for (int shift = 24; shift >= 0; shift -= Byte.SIZE) {
      char c = (char) (name >> shift & 0xFF);
      text.append(c >= ' ' && c <= '~' ? c : '.');
    }
    return text.toString();
  }

  int name() {
    return name;
  }

  /** What the chunk says that it holds. */
  long length() {
    return length;
  }

  /** Index of what the chunk holds. */
  int start() {
    return start;
  }

  /** How much of what the chunk holds is in the file. */
  int available() {
    return (int) Math.min(length, bytes.length - start);
  }

  /**
   * Goes behind what the chunk holds.
   *
   * @throws UndecodableException if the file ends before
   */
  void skip() throws UndecodableException {
    if (available() < length) {
      throw UndecodableException.cutOff(bytes.length);
    }
    at = start + (int) length;
  }

  /** Goes behind as much as is there of what the chunk holds. */
  void skipAvailable() {
    at = start + available();
  }

  /** Goes behind the checksum, if it is there. */
  void skipChecksum() {
    at = Math.min(bytes.length, at + CHECKSUM);
  }

  /**
   * Reads the checksum.
   *
   * @throws UndecodableException if it is not there, or another
   */
  void requireChecksum() throws UndecodableException {
    sum.reset();
    sum.update(bytes, start - 4, at - start + 4);
    if (bytes.length - at < CHECKSUM || i32(at) != (int) sum.getValue()) {
      throw new UndecodableException("a PNG whose chunk " + text(name) + " has a wrong checksum");
    }
    at += CHECKSUM;
  }

  /** Four bytes of the file, most significant first. */
  int i32(int index) {
    return (bytes[index] & 0xFF) << 24
        | (bytes[index + 1] & 0xFF) << 16
        | (bytes[index + 2] & 0xFF) << 8
        | (bytes[index + 3] & 0xFF);
  }

  /** One byte of the file. */
  int u8(int index) {
    return bytes[index] & 0xFF;
  }
}
