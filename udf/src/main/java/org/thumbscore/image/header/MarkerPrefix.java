package org.thumbscore.image.header;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The byte 0xFF, with which each marker of a JPEG image begins. */
public final class MarkerPrefix {
  private static final byte PREFIX = (byte) 0xFF;
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private MarkerPrefix() {}

  /**
   * Returns the index of the next 0xFF, or the length of the array. Data in scans has about one in
   * 256 bytes, so it is searched eight bytes at a time.
   */
  public static int next(byte[] bytes, int from) {
    int at = from;
    while (at + Long.BYTES <= bytes.length && !isIn((long) EIGHT.get(bytes, at))) {
      at += Long.BYTES;
    }
    while (at < bytes.length && bytes[at] != PREFIX) {
      at++;
    }
    return at;
  }

  /**
   * Returns whether any of eight bytes is 0xFF, using the borrow from a zero byte in the inverse.
   */
  private static boolean isIn(long eight) {
    return ((~eight - 0x0101010101010101L) & eight & 0x8080808080808080L) != 0;
  }
}
