package org.thumbscore.image.codec;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.thumbscore.image.header.TiffHeader;
import org.thumbscore.image.header.TiffSegments;
import org.thumbscore.image.header.UndecodableException;

/**
 * A check that the compressed strips of a TIFF image are complete, which is needed because the
 * JDK's reader leaves missing pixels black.
 */
final class TiffExpansion {
  private static final int LZW = 5;
  private static final int PACK_BITS = 32_773;
  private static final int SCRATCH = 1 << 16;
  private static final int CLEAR = 256;
  private static final int END = 257;
  private static final int TABLE = 4_096;

  private TiffExpansion() {}

  /**
   * Expands each strip or tile without keeping the result.
   *
   * @throws UndecodableException if a strip or tile has too few samples
   */
  static void check(byte[] file, TiffHeader header) throws UndecodableException {
    TiffSegments segments = header.segments();
    for (int i = 0; i < segments.needed(header.kind()); i++) {
      int from = segments.offset(i);
      long needed = segments.samplesLength(i, header.kind());
      long count =
          switch (header.kind().compression()) {
            case LZW -> lzw(file, from, from + segments.length(i), needed);
            case PACK_BITS -> packBits(file, from, from + segments.length(i), needed);
            case 8, 32_946 -> inflate(file, from, segments.length(i), needed);
            default -> needed;
          };
      if (count < needed) {
        throw new UndecodableException(
            "a damaged TIFF: a strip or tile of %d bytes; expected %d".formatted(count, needed));
      }
    }
  }

  private static long inflate(byte[] file, int from, int length, long needed)
      throws UndecodableException {
    Inflater inflater = new Inflater();
    byte[] scratch = new byte[(int) Math.min(needed, SCRATCH)];
    long count = 0;
    try {
      inflater.setInput(file, from, length);
      int more = 1;
      while (more > 0 && count < needed) {
        more = inflater.inflate(scratch, 0, (int) Math.min(scratch.length, needed - count));
        count += more;
      }
      return count;
    } catch (DataFormatException e) {
      throw new UndecodableException("a damaged TIFF: its pixels cannot be inflated", e);
    } finally {
      inflater.end();
    }
  }

  private static long packBits(byte[] file, int from, int to, long needed) {
    long count = 0;
    for (int at = from; at < to && count < needed; ) {
      int length = file[at++];
      if (length >= 0) {
        count += Math.min(length + 1, to - at);
        at += length + 1;
      } else if (length > Byte.MIN_VALUE && at < to) {
        count += 1 - length;
        at++;
      }
    }
    return count;
  }

  /** Returns the expanded length, for which only the lengths of the strings are needed. */
  private static long lzw(byte[] file, int from, int to, long needed) {
    int[] lengths = new int[TABLE];
    Arrays.fill(lengths, 0, CLEAR, 1);
    long count = 0;
    int previous = -1;
    int next = END + 1;
    int width = 9;
    long bits = 8L * from;
    while (bits + width <= 8L * to && count < needed) {
      int code = code(file, bits, width);
      bits += width;
      if (code == CLEAR) {
        previous = -1;
        next = END + 1;
        width = 9;
        continue;
      }
      if (code == END || code > next || (previous < 0 && code >= CLEAR)) {
        break;
      }
      if (previous >= 0 && next < TABLE) {
        lengths[next++] = lengths[previous] + 1;
        width = next >= (1 << width) - 1 ? Math.min(12, width + 1) : width;
      }
      if (code >= next) {
        break;
      }
      count += lengths[code];
      previous = code;
    }
    return count;
  }

  /** Reads a code whose first bit is the most significant one. */
  private static int code(byte[] file, long bit, int width) {
    int code = 0;
    for (int i = 0; i < width; i++) {
      int octet = file[(int) ((bit + i) >> 3)];
      code = code << 1 | (octet >> (7 - (int) ((bit + i) & 7)) & 1);
    }
    return code;
  }
}
