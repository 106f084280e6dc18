package org.thumbscore.image.jpeg;

/**
 * A reader of the blocks of a sequential scan. Not thread-safe.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, F.2.2</a>
 */
final class BlockReader {
  private static final int SIZE = CoefficientPlane.SIZE;

  private static final int LONGEST_DC = 11;
  private static final int LOOK_SHIFT = 64 - HuffmanTable.LOOK;
  private static final int ZERO_RUN = 15;

  private final EntropyReader reader;

  BlockReader(EntropyReader reader) {
    this.reader = reader;
  }

  /** Reads a block, dequantizes it and stores it in a plane of zeros. */
  void read(Component component, CoefficientPlane into, int block) throws UnusualJpegException {
    reader.checkPosition();
    short[] out = into.values;
    int at = SIZE * block;
    int[] factors = component.factors;
    int first = dc(component) * factors[0];
    out[at] = (short) first;
    int sum = Math.abs(first);
    int used = 1;
    HuffmanTable table = component.ac;
    int[] coefficients = table.coefficients;
    int[] codes = table.codes;
    byte[] data = reader.data();
    long bits = reader.bits;
    int count = reader.count;
    int position = reader.position;
    int k = 1;
    while (k < SIZE) {
      if (count < 32) {
        bits |= EntropyReader.eight(data, position) >>> count;
        position += (63 - count) >>> 3;
        count |= 56;
      }
      int look = (int) (bits >>> LOOK_SHIFT);
      int entry = coefficients[look];
      int value;
      if (entry != 0) {
        int length = entry & 0xFF;
        bits <<= length;
        count -= length;
        k += entry >> 8 & 0xFF;
        value = entry >> 16;
      } else {
        int code = codes[look];
        if (code == 0) {
          code = table.longCode((int) (bits >>> 48));
        }
        int length = code & 0xFF;
        bits <<= length;
        count -= length;
        int extra = code >> 8 & 15;
        int run = code >> 12;
        if (extra == 0) {
          if (run != ZERO_RUN) {
            if (run != 0) {
              throw new UnusualJpegException("an end of several blocks in a sequential scan");
            }
            break;
          }
          k += 16;
          continue;
        }
        k += run;
        value = HuffmanTable.extend((int) (bits >>> (64 - extra)), extra);
        bits <<= extra;
        count -= extra;
      }
      if (k >= SIZE) {
        throw new UnusualJpegException("a block of more than 64 coefficients");
      }
      int natural = CoefficientPlane.NATURAL[k];
      int dequantized = value * factors[k];
      out[at + natural] = (short) dequantized;
      sum += Math.abs(dequantized);
      used |= 1 << (natural & 7);
      k++;
    }
    reader.bits = bits;
    reader.count = count;
    reader.position = position;
    requireEnd(k);
    CoefficientPlane.requireSum(sum);
    into.used[block] = (byte) used;
  }

  private static void requireEnd(int k) throws UnusualJpegException {
    if (k > SIZE) {
      throw new UnusualJpegException("a block of more than 64 coefficients");
    }
  }

  /** Reads a block that is not needed. */
  void skip(Component component) throws UnusualJpegException {
    reader.checkPosition();
    dc(component);
    HuffmanTable table = component.ac;
    int[] skips = table.skips();
    int[] codes = table.codes;
    byte[] data = reader.data();
    long bits = reader.bits;
    int count = reader.count;
    int position = reader.position;
    int k = 1;
    while (k < SIZE) {
      if (count < 32) {
        bits |= EntropyReader.eight(data, position) >>> count;
        position += (63 - count) >>> 3;
        count |= 56;
      }
      int look = (int) (bits >>> LOOK_SHIFT);
      int entry = skips[look];
      // a block that is full has no end code, so that the next bits would be another block's
      if (entry != 0 && k + (entry >> 8 & 0xFF) < SIZE) {
        int length = entry & 0xFF;
        bits <<= length;
        count -= length;
        k += entry >> 8 & 0xFF;
        if (entry >> 16 != 0) {
          break;
        }
        continue;
      }
      int code = codes[look];
      if (code == 0) {
        code = table.longCode((int) (bits >>> 48));
      }
      int extra = code >> 8 & 15;
      int run = code >> 12;
      int length = (code & 0xFF) + extra;
      bits <<= length;
      count -= length;
      if (extra == 0 && run != ZERO_RUN) {
        if (run != 0) {
          throw new UnusualJpegException("an end of several blocks in a sequential scan");
        }
        break;
      }
      k += run + 1;
    }
    reader.bits = bits;
    reader.count = count;
    reader.position = position;
    requireEnd(k);
  }

  private int dc(Component component) throws UnusualJpegException {
    int size = reader.symbol(component.dc);
    if (size > LONGEST_DC) {
      throw new UnusualJpegException("a difference of more than 11 bits");
    }
    if (size > 0) {
      component.prediction += HuffmanTable.extend(reader.take(size), size);
    }
    return component.prediction;
  }
}
