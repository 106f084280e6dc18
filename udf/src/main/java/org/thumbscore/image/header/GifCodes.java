package org.thumbscore.image.header;

/**
 * Looks through the codes of a GIF's frame for those that begin the table anew. Decoders fill the
 * whole table each time, so that a file of nothing else keeps them busy for minutes.
 */
final class GifCodes {
  private static final int MOST_CLEARS = 1_000_000;
  private static final int MOST_BITS = 12;

  private final byte[] bytes;
  private final int clear;
  private int at;
  private int left;
  private int bits;
  private int count;

  private GifCodes(byte[] bytes, int at) {
    this.bytes = bytes;
    this.clear = 1 << bytes[at];
    this.at = at + 1;
  }

  /**
   * Follows a frame's blocks.
   *
   * @param at index of the code size, behind which all blocks are there
   * @throws UndecodableException if the table begins anew more than a million times
   */
  static void check(byte[] bytes, int at) throws UndecodableException {
    if (bytes[at] > 0 && bytes[at] < MOST_BITS) {
      new GifCodes(bytes, at).check();
    }
  }

  private void check() throws UndecodableException {
    int clears = 0;
    int width = width(clear + 1);
    int next = clear + 1;
    for (int code = read(width); code >= 0 && code != clear + 1; code = read(width)) {
      // The first code after a clear adds no entry.
      next = code == clear ? clear + 1 : next + 1;
      width = Math.min(MOST_BITS, width(next));
      clears += code == clear ? 1 : 0;
      if (clears > MOST_CLEARS) {
        throw new UndecodableException(
            "a GIF whose first frame clears its table more than %d times".formatted(MOST_CLEARS));
      }
    }
  }

  private static int width(int code) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(code);
  }

  /** -1 after the last. */
  private int read(int width) {
    while (count < width) {
      if (left == 0) {
        left = Byte.toUnsignedInt(bytes[at++]);
        if (left == 0) {
          return -1;
        }
      }
      bits |= Byte.toUnsignedInt(bytes[at++]) << count;
      count += Byte.SIZE;
      left--;
    }
    int code = bits & (1 << width) - 1;
    bits >>>= width;
    count -= width;
    return code;
  }
}
