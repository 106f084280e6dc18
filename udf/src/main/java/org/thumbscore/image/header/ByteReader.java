package org.thumbscore.image.header;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads a header's unsigned numbers; running off the end means that the file is cut off. */
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

  /** Three bytes, least significant first, as WebP writes sizes. */
  int u24() throws UndecodableException {
    return u8() | u8() << 8 | u8() << 16;
  }

  /** Four bytes, whatever they mean. */
  int i32() throws UndecodableException {
    try {
      return bytes.getInt();
    } catch (BufferUnderflowException e) {
      throw UndecodableException.cutOff(bytes.limit());
    }
  }

  /** Four bytes that must fit an int, as lengths within an array do. */
  int length() throws UndecodableException {
    int value = i32();
    if (value < 0) {
      throw UndecodableException.cutOff(bytes.limit());
    }
    return value;
  }
}
