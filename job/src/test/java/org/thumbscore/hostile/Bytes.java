package org.thumbscore.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A file on its way. Not thread-safe. */
final class Bytes {
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  Bytes text(String text) {
    return put(ascii(text));
  }

  Bytes put(byte[] bytes) {
    file.writeBytes(bytes);
    return this;
  }

  /** The same bytes some times over. */
  Bytes repeat(byte[] bytes, int times) {
    for (int i = 0; i < times; i++) {
      file.writeBytes(bytes);
    }
    return this;
  }

  Bytes u8(int... values) {
    for (int value : values) {
      file.write(value);
    }
    return this;
  }

  /** Most significant byte first. */
  Bytes big16(int... values) {
    for (int value : values) {
      u8(value >> 8, value);
    }
    return this;
  }

  /** Most significant byte first. */
  Bytes big32(int... values) {
    for (int value : values) {
      big16(value >> 16, value);
    }
    return this;
  }

  /** Least significant byte first. */
  Bytes little16(int... values) {
    for (int value : values) {
      u8(value, value >> 8);
    }
    return this;
  }

  /** Least significant byte first. */
  Bytes little24(int... values) {
    for (int value : values) {
      u8(value, value >> 8, value >> 16);
    }
    return this;
  }

  /** Least significant byte first. */
  Bytes little32(int... values) {
    for (int value : values) {
      little16(value, value >> 16);
    }
    return this;
  }

  int size() {
    return file.size();
  }

  byte[] get() {
    return file.toByteArray();
  }
}
