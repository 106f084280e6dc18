package org.thumbscore.image.codec;

import org.thumbscore.image.header.UndecodableException;

/** The codes in the blocks of a GIF's frame, lowest bits first. Not thread-safe. */
final class GifBits {
  private final byte[] file;
  private int at;
  private int left;
  private int bits;
  private int count;

  /** Codes from the first block's length on. */
  GifBits(byte[] file, int at) {
    this.file = file;
    this.at = at;
  }

  /**
   * The next code. Empty blocks are passed over, as Pillow does; others begin only if they are
   * whole.
   *
   * @throws UndecodableException if the file ends before
   */
  int read(int width) throws UndecodableException {
    while (count < width) {
      if (left == 0) {
        begin();
      } else {
        bits |= (file[at++] & 0xFF) << count;
        count += Byte.SIZE;
        left--;
      }
    }
    int code = bits & (1 << width) - 1;
    bits >>>= width;
    count -= width;
    return code;
  }

  private void begin() throws UndecodableException {
    if (at >= file.length || at + (file[at] & 0xFF) >= file.length) {
      throw UndecodableException.cutOff(file.length);
    }
    left = file[at++] & 0xFF;
  }
}
