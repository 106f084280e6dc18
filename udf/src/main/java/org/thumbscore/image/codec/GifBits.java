package org.thumbscore.image.codec;

import org.thumbscore.image.header.UndecodableException;

/**
 * A reader of the codes in the blocks of a GIF frame, least significant bits first. Not
 * thread-safe.
 */
final class GifBits {
  private final byte[] file;
  private int at;
  private int left;
  private int bits;
  private int count;

  /** Creates a reader that starts at the length of the first block. */
  GifBits(byte[] file, int at) {
    this.file = file;
    this.at = at;
  }

  /**
   * Returns the next code. As in Pillow, empty blocks are skipped, and other blocks are only read
   * if they are complete.
   *
   * @throws UndecodableException if the file ends early
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
