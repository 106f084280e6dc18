package org.thumbscore.image.jpeg;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.thumbscore.image.header.MarkerPrefix;

/**
 * A reader of the bits of a scan, one restart interval at a time. Not thread-safe.
 *
 * <p>The bytes of an interval are first copied without the zeros that follow each 0xFF, so that
 * eight bytes can be read at a time. A reader that has read more bits than there are returns zeros,
 * and {@link #endInterval} reports it.
 */
final class EntropyReader {
  /** More bytes than a block can take, all of which are zero. */
  private static final int PADDING = 512;

  private static final int FIRST_RESTART = 0xD0;
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] file;
  private final byte[] data;

  /** Where the file goes on after the current interval: the index of a marker. */
  private int next;

  private int end;

  /** The index in {@link #data} of the byte that is read next. */
  int position;

  /** The next bits, the first one in the highest place. */
  long bits;

  /** How many of {@link #bits} may be used. */
  int count;

  EntropyReader(byte[] file) {
    this.file = file;
    this.data = new byte[file.length + PADDING];
  }

  /** Begins a scan whose data starts at an index of the file. */
  void beginScan(int start) throws UnusualJpegException {
    next = start;
    beginInterval();
  }

  private void beginInterval() throws UnusualJpegException {
    int length = 0;
    int from = next;
    int at = MarkerPrefix.next(file, from);
    while (at + 1 < file.length && file[at + 1] == 0) {
      System.arraycopy(file, from, data, length, at + 1 - from);
      length += at + 1 - from;
      from = at + 2;
      at = MarkerPrefix.next(file, from);
    }
    if (at + 1 >= file.length) {
      throw new UnusualJpegException("no marker after a scan");
    }
    System.arraycopy(file, from, data, length, at - from);
    length += at - from;
    Arrays.fill(data, length, length + PADDING, (byte) 0);
    next = at;
    end = length;
    position = 0;
    bits = 0;
    count = 0;
  }

  /** Goes to the interval after the restart marker with this number. */
  void restart(int number) throws UnusualJpegException {
    endInterval();
    if (Byte.toUnsignedInt(file[next + 1]) != FIRST_RESTART + (number & 7)) {
      throw new UnusualJpegException("no restart marker where one was expected");
    }
    next += 2;
    beginInterval();
  }

  /**
   * Checks that all data of the interval was used, but for bits that fill a byte.
   *
   * @return the index of the marker that follows
   */
  int endInterval() throws UnusualJpegException {
    int left = 8 * (end - position) + count;
    if (left < 0 || left >= 8) {
      throw new UnusualJpegException("a scan with more or less data than its blocks take");
    }
    return next;
  }

  /** Throws if the data has ended long ago. */
  void checkPosition() throws UnusualJpegException {
    if (position > end + Long.BYTES) {
      throw new UnusualJpegException("a scan with less data than its blocks take");
    }
  }

  /** Makes at least 56 bits available. */
  void refill() {
    bits |= eight(data, position) >>> count;
    position += (63 - count) >>> 3;
    count |= 56;
  }

  static long eight(byte[] data, int position) {
    return (long) EIGHT.get(data, position);
  }

  byte[] data() {
    return data;
  }

  /** Removes and returns up to 16 bits, which must be available. */
  int take(int size) {
    int value = (int) (bits >>> 1 >>> (63 - size));
    bits <<= size;
    count -= size;
    return value;
  }

  /** Reads up to 16 bits. */
  int read(int size) {
    if (count < size) {
      refill();
    }
    return take(size);
  }

  /** Reads the symbol of a Huffman code. */
  int symbol(HuffmanTable table) throws UnusualJpegException {
    if (count < 32) {
      refill();
    }
    int code = table.codes[(int) (bits >>> (64 - HuffmanTable.LOOK))];
    if (code == 0) {
      code = table.longCode((int) (bits >>> 48));
    }
    int length = code & 0xFF;
    bits <<= length;
    count -= length;
    return code >> 8;
  }
}
