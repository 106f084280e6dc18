package org.thumbscore.image.header;

import java.util.zip.CRC32;

/** An iterator over the chunks of a PNG image. Not thread-safe. */
final class PngChunks {
  private static final int HEADER = 8;
  private static final int CHECKSUM = 4;

  private final byte[] bytes;
  private final CRC32 sum = new CRC32();

  /** The index of the next byte to read, which is never beyond the end. */
  private int at = HEADER;

  private int name;
  private long length;
  private int start;

  PngChunks(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns a chunk's name as the number that {@link #name()} returns. */
  static int name(String name) {
    return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
  }

  /** Returns whether the header of another chunk with a valid name follows. */
  boolean hasNext() {
    return bytes.length - at >= HEADER && isName(i32(at + 4));
  }

  /**
   * Reads the header of the next chunk and moves to its contents.
   *
   * @throws UndecodableException if there is no further chunk
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

  /** Returns the length of the chunk's contents according to its header. */
  long length() {
    return length;
  }

  /** Returns the index of the chunk's contents. */
  int start() {
    return start;
  }

  /** Returns the number of bytes of the chunk's contents that are in the file. */
  int available() {
    return (int) Math.min(length, bytes.length - start);
  }

  /**
   * Skips the chunk's contents.
   *
   * @throws UndecodableException if the file ends early
   */
  void skip() throws UndecodableException {
    if (available() < length) {
      throw UndecodableException.cutOff(bytes.length);
    }
    at = start + (int) length;
  }

  /** Skips as much of the chunk's contents as the file has. */
  void skipAvailable() {
    at = start + available();
  }

  /** Skips the checksum, if it is present. */
  void skipChecksum() {
    at = Math.min(bytes.length, at + CHECKSUM);
  }

  /**
   * Reads and verifies the checksum.
   *
   * @throws UndecodableException if the checksum is missing or wrong
   */
  void requireChecksum() throws UndecodableException {
    sum.reset();
    sum.update(bytes, start - 4, at - start + 4);
    if (bytes.length - at < CHECKSUM || i32(at) != (int) sum.getValue()) {
      throw new UndecodableException("a PNG whose chunk " + text(name) + " has a wrong checksum");
    }
    at += CHECKSUM;
  }

  /** Returns the four-byte number at an index of the file, most significant byte first. */
  int i32(int index) {
    return (bytes[index] & 0xFF) << 24
        | (bytes[index + 1] & 0xFF) << 16
        | (bytes[index + 2] & 0xFF) << 8
        | (bytes[index + 3] & 0xFF);
  }

  /** Returns the byte at an index of the file. */
  int u8(int index) {
    return bytes[index] & 0xFF;
  }
}
