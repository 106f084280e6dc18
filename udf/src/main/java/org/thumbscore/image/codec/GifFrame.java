package org.thumbscore.image.codec;

import org.thumbscore.image.header.UndecodableException;

/**
 * A decoder for the codes of a GIF frame, which works exactly as in Pillow. Not thread-safe.
 *
 * @see <a
 *     href="https://github.com/python-pillow/Pillow/blob/main/src/libImaging/GifDecode.c">Pillow,
 *     GifDecode.c</a>
 */
final class GifFrame {
  private static final int MOST_BITS = 12;
  private static final int TABLE = 1 << MOST_BITS;

  private final GifBits codes;
  private final GifRows rows;
  private final int codeBits;
  private final int clear;
  private final byte[] lastOf = new byte[TABLE];
  private final short[] prefixOf = new short[TABLE];
  private final byte[] word = new byte[TABLE + 1];

  private int width;
  private int next;
  private int lastCode;
  private byte lastSample;

  private GifFrame(byte[] file, int at, GifRows rows) throws UndecodableException {
    this.codeBits = file[at] & 0xFF;
    if (codeBits > MOST_BITS) {
      throw new UndecodableException(
          "a GIF with codes of %d bits; expected at most %d".formatted(codeBits, MOST_BITS));
    }
    this.clear = 1 << codeBits;
    this.codes = new GifBits(file, at + 1);
    this.rows = rows;
  }

  /**
   * Fills the frame.
   *
   * @throws UndecodableException if the codes end early or refer to missing entries of the table
   */
  static void expand(byte[] file, int at, GifRows rows) throws UndecodableException {
    new GifFrame(file, at, rows).expand();
  }

  private void expand() throws UndecodableException {
    boolean full = begin();
    while (!full) {
      int code = codes.read(width);
      full = code == clear ? begin() : follow(code);
    }
  }

  /** Resets the table and returns whether the frame is full. */
  private boolean begin() throws UndecodableException {
    lastCode = first();
    lastSample = (byte) lastCode;
    return rows.put(lastSample);
  }

  /** Returns the first code after one or more clear codes. */
  private int first() throws UndecodableException {
    width = codeBits + 1;
    next = clear + 2;
    int code = codes.read(width);
    while (code == clear) {
      code = codes.read(width);
    }
    if (code > clear) {
      throw code == clear + 1 ? endsEarly() : broken(code);
    }
    return code;
  }

  /** Processes a code and returns whether the frame is full. */
  private boolean follow(int code) throws UndecodableException {
    if (code == clear + 1) {
      throw endsEarly();
    }
    if (code > next) {
      throw broken(code);
    }
    int start = word.length;
    int rest = code;
    if (code == next) {
      word[--start] = lastSample;
      rest = lastCode;
    }
    while (rest >= clear) {
      if (rest >= TABLE || start == 1) {
        throw broken(code);
      }
      word[--start] = lastOf[rest];
      rest = prefixOf[rest];
    }
    lastSample = (byte) rest;
    word[--start] = lastSample;
    add((byte) rest);
    lastCode = code;
    return rows.put(word, start);
  }

  private void add(byte sample) {
    if (next < TABLE) {
      lastOf[next] = sample;
      prefixOf[next] = (short) lastCode;
      if (next == (1 << width) - 1 && width < MOST_BITS) {
        width++;
      }
      next++;
    }
  }

  private static UndecodableException endsEarly() {
    return new UndecodableException("a damaged GIF: its first frame ends early");
  }

  private UndecodableException broken(int code) {
    return new UndecodableException(
        "a damaged GIF: code %d where %d are known".formatted(code, next));
  }
}
