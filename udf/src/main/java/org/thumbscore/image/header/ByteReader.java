package org.thumbscore.image.header;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A reader of the unsigned numbers in a header. Reading beyond the end means that the file is
 * truncated.
 */
final class ByteReader {
  private final ByteBuffer bytes;

  ByteReader(byte[] bytes, ByteOrder order) {
    this.bytes = ByteBuffer.wrap(bytes).order(order);
  }

  int position() {
    return bytes.position();
  }

  ByteReader skip(int count) throws UndecodableException {
    if (count < 0 || count > bytes.remaining()) {
      throw UndecodableException.cutOff(bytes.limit());
    }
    bytes.position(bytes.position() + count);
    return this;
  }

  int u8() throws UndecodableException {
    try {
      return Byte.toUnsignedInt(bytes.get());
    } catch (BufferUnderflowException e) {
      throw UndecodableException.cutOff(bytes.limit());
    }
  }

  int u16() throws UndecodableException {
    try {
      return Short.toUnsignedInt(bytes.getShort());
    } catch (BufferUnderflowException e) {
      throw UndecodableException.cutOff(bytes.limit());
    }
  }

  /** Reads three bytes, least significant first, as WebP stores sizes. */
  int u24() throws UndecodableException {
    return u8() | u8() << 8 | u8() << 16;
  }

  /** Reads four bytes of any meaning. */
  int i32() throws UndecodableException {
    try {
      return bytes.getInt();
    } catch (BufferUnderflowException e) {
      throw UndecodableException.cutOff(bytes.limit());
    }
  }

  /** Reads a four-byte length that must fit into an {@code int}, as lengths within an array do. */
  int length() throws UndecodableException {
    int value = i32();
    if (value < 0) {
      throw UndecodableException.cutOff(bytes.limit());
    }
    return value;
  }
}
