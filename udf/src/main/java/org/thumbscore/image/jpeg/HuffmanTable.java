package org.thumbscore.image.jpeg;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A Huffman table of a JPEG image, with tables that decode short codes in one look. Thread-safe.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, annex C and F.2.2</a>
 */
final class HuffmanTable {
  /** The number of bits that are looked at together. */
  static final int LOOK = 11;

  private static final int LONGEST = 16;
  private static final int MOST_SYMBOLS = 256;
  private static final int MOST_DC = 15;
  private static final int ZERO_RUN = 15;
  private static final AtomicReferenceArray<HuffmanTable> RECENT = new AtomicReferenceArray<>(32);

  /**
   * By the next {@link #LOOK} bits: a whole coefficient as {@code value << 16 | run << 8 | length},
   * where {@code length} counts the bits of the code and of the value; 0 if it is longer.
   */
  final int[] coefficients = new int[1 << LOOK];

  /** By the next {@link #LOOK} bits: {@code symbol << 8 | length}; 0 if the code is longer. */
  final int[] codes = new int[1 << LOOK];

  /** By length: the first 16 bits after all codes of this length. */
  private final int[] ends = new int[LONGEST + 1];

  /** By length: what leads from a code to the index of its symbol. */
  private final int[] offsets = new int[LONGEST + 1];

  private final byte[] definition;
  private final int[] symbols;
  private int[] skips;

  private HuffmanTable(byte[] definition) throws UnusualJpegException {
    this.definition = definition;
    this.symbols = new int[definition.length - LONGEST];
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] = Byte.toUnsignedInt(definition[LONGEST + i]);
    }
    int code = 0;
    int index = 0;
    for (int length = 1; length <= LONGEST; length++) {
      int count = Byte.toUnsignedInt(definition[length - 1]);
      offsets[length] = index - code;
      // a code of ones only is not allowed
      if (code + count >= 1 << length) {
        throw new UnusualJpegException("a Huffman table with too many codes");
      }
      for (int i = 0; i < count; i++, code++, index++) {
        if (length <= LOOK) {
          fill(code << (LOOK - length), length, symbols[index]);
        }
      }
      ends[length] = code << (LONGEST - length);
      code <<= 1;
    }
  }

  /**
   * Returns the table of a DHT segment. Many images have the tables of the specification, so recent
   * tables are kept. Thread-safe.
   *
   * @param from the index in the file of the numbers of codes of each length
   */
  static HuffmanTable of(byte[] file, int from) throws UnusualJpegException {
    byte[] definition = Arrays.copyOfRange(file, from, from + size(file, from));
    int place = Math.floorMod(Arrays.hashCode(definition), RECENT.length());
    HuffmanTable recent = RECENT.get(place);
    if (recent != null && Arrays.equals(recent.definition, definition)) {
      return recent;
    }
    HuffmanTable table = new HuffmanTable(definition);
    RECENT.set(place, table);
    return table;
  }

  /**
   * Returns the number of bytes that define a table.
   *
   * @param from the index in the file of the numbers of codes of each length
   */
  static int size(byte[] file, int from) throws UnusualJpegException {
    int size = LONGEST;
    for (int i = 0; i < LONGEST && from + i < file.length; i++) {
      size += Byte.toUnsignedInt(file[from + i]);
    }
    if (from + size > file.length || size > LONGEST + MOST_SYMBOLS) {
      throw new UnusualJpegException("a Huffman table that is too long");
    }
    return size;
  }

  /** Throws if the table has symbols that cannot be sizes of DC differences. */
  void requireDc() throws UnusualJpegException {
    for (int symbol : symbols) {
      if (symbol > MOST_DC) {
        throw new UnusualJpegException("a DC table with other symbols");
      }
    }
  }

  /**
   * Returns a table for the coefficients of blocks that are not needed. By the next {@link #LOOK}
   * bits it has {@code last << 16 | coefficients << 8 | length} of all whole coefficients in these
   * bits, where {@code last} is 1 if the block ends after them; 0 if not even one is whole. Made on
   * first use; threads that race make equal ones.
   */
  int[] skips() {
    if (skips == null) {
      int[] made = new int[1 << LOOK];
      for (int look = 0; look < made.length; look++) {
        made[look] = skip(look);
      }
      skips = made;
    }
    return skips;
  }

  private int skip(int look) {
    int length = 0;
    int passed = 0;
    int last = 0;
    while (last == 0 && length < LOOK) {
      int next = look << length & ((1 << LOOK) - 1);
      int code = codes[next];
      int size = code >> 8 & 15;
      int run = code >> 12;
      int more = (code & 0xFF) + size;
      boolean plain = size > 0 || run == 0 || run == ZERO_RUN;
      if (code == 0 || length + more > LOOK || !plain) {
        break;
      }
      length += more;
      last = size == 0 && run == 0 ? 1 : 0;
      passed += last == 1 ? 0 : run + 1;
    }
    return last << 16 | passed << 8 | length;
  }

  private void fill(int first, int length, int symbol) {
    for (int rest = 0; rest < 1 << (LOOK - length); rest++) {
      codes[first + rest] = symbol << 8 | length;
      int size = symbol & 15;
      int run = symbol >> 4;
      int total = length + size;
      if (size > 0 && total <= LOOK) {
        int value = extend(rest >> (LOOK - total), size);
        coefficients[first + rest] = value << 16 | run << 8 | total;
      }
    }
  }

  /** Returns the value of {@code size} bits, of which those that begin with 0 are negative. */
  static int extend(int bits, int size) {
    int half = 1 << (size - 1);
    return bits + (((bits - half) >> 31) & (1 - 2 * half));
  }

  /**
   * Returns a code that is longer than {@link #LOOK} bits.
   *
   * @param next the next 16 bits
   * @return {@code symbol << 8 | length}
   */
  int longCode(int next) throws UnusualJpegException {
    for (int length = LOOK + 1; length <= LONGEST; length++) {
      if (next < ends[length]) {
        return symbols[(next >> (LONGEST - length)) + offsets[length]] << 8 | length;
      }
    }
    throw new UnusualJpegException("a bit sequence that is no Huffman code");
  }
}
