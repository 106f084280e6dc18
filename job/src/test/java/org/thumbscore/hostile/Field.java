package org.thumbscore.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A number in a file.
 *
 * @param width bytes: 1, 2, 3 or 4
 */
record Field(int at, int width, ByteOrder order) {
  /** A copy of the file in which the number is another; its high bytes fall off. */
  byte[] set(byte[] bytes, long value) {
    byte[] changed = bytes.clone();
    if (at < 0 || at + width > changed.length) {
      return changed;
    }
    byte[] digits = ByteBuffer.allocate(8).order(order).putLong(value).array();
    int from = order == ByteOrder.BIG_ENDIAN ? 8 - width : 0;
    System.arraycopy(digits, from, changed, at, width);
    return changed;
  }
}
