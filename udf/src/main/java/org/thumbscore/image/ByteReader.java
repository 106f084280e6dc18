package org.thumbscore.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads a header's unsigned numbers; running off the end means that the file is cut off. */
final class ByteReader {
  private final ByteBuffer bytes;

  ByteReader(byte[] bytes, ByteOrder order) {
    this.bytes = ByteBuffer.wrap(bytes).order(order);
  }

  int position() {
    return bytes.position();
  }

  int remaining() {
    return bytes.remaining();
  }

  ByteReader skip(int count) throws UndecodableException {
    if (count < 0 || count > bytes.remaining()) {
      throw cutOff(bytes.limit());
    }
    bytes.position(bytes.position() + count);
    return this;
  }

  int u8() throws UndecodableException {
    try {
      return Byte.toUnsignedInt(bytes.get());
    } catch (BufferUnderflowException e) {
      throw cutOff(bytes.limit());
    }
  }

  int u16() throws UndecodableException {
    try {
      return Short.toUnsignedInt(bytes.getShort());
    } catch (BufferUnderflowException e) {
      throw cutOff(bytes.limit());
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
      throw cutOff(bytes.limit());
    }
  }

  /** Four bytes that must fit an int, as lengths within an array do. */
  int length() throws UndecodableException {
    int value = i32();
    if (value < 0) {
      throw cutOff(bytes.limit());
    }
    return value;
  }

  /** A chunk's name. */
  String fourCc() throws UndecodableException {
    byte[] name = new byte[4];
    try {
      bytes.get(name);
    } catch (BufferUnderflowException e) {
      throw cutOff(bytes.limit());
    }
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  static UndecodableException cutOff(int length) {
    return new UndecodableException("the file is cut off after " + length + " bytes");
  }
}
