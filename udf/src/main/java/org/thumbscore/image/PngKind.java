package org.thumbscore.image;

import java.util.Arrays;
import java.util.Optional;

/**
 * A colour type and a depth that PNG knows, and how Pillow makes samples of 8 bits of it.
 *
 * @param type 0 grey, 2 colour, 3 palette, 4 grey with alpha, 6 colour with alpha
 */
record PngKind(int bits, int type) {
  private static final int GREY = 0;
  private static final int COLOR = 2;
  private static final int PALETTE = 3;
  private static final int GREY_ALPHA = 4;
  private static final int COLOR_ALPHA = 6;

  static Optional<PngKind> of(int bits, int type) {
    boolean known =
        switch (type) {
          case GREY -> Arrays.asList(1, 2, 4, 8, 16).contains(bits);
          case PALETTE -> Arrays.asList(1, 2, 4, 8).contains(bits);
          case COLOR, GREY_ALPHA, COLOR_ALPHA -> bits == 8 || bits == 16;
          default -> false;
        };
    return known ? Optional.of(new PngKind(bits, type)) : Optional.empty();
  }

  boolean indexed() {
    return type == PALETTE;
  }

  boolean color() {
    return type == COLOR || type == COLOR_ALPHA;
  }

  private int channels() {
    return switch (type) {
      case COLOR -> 3;
      case GREY_ALPHA -> 2;
      case COLOR_ALPHA -> 4;
      default -> 1;
    };
  }

  int bitsPerPixel() {
    return bits * channels();
  }

  /** Bytes of a row, without its filter. */
  int rowBytes(int pixels) {
    return (int) (((long) pixels * bitsPerPixel() + 7) / 8);
  }

  /** How long Pillow wants a transparency chunk to be at least. */
  int transparencyBytes() {
    return type == GREY ? 2 : type == COLOR ? 6 : 0;
  }

  /** Samples that Thumbscore keeps for a pixel: one, or red, green and blue. */
  int keptSamples() {
    return color() ? 3 : 1;
  }

  /** The colour of each kept sample of a pixel that has only one. */
  int[] colors(int[] palette) {
    if (indexed()) {
      return palette;
    }
    int[] greys = IndexedImage.greys();
    int most = bits < Byte.SIZE ? (1 << bits) - 1 : 255;
    for (int i = 0; i <= most; i++) {
      int grey = i * 255 / most;
      greys[i] = DecodedImage.pack(grey, grey, grey);
    }
    return greys;
  }

  /**
   * Keeps the samples of a row.
   *
   * @param row as it lies in the file, from {@code from} on
   * @param into gets the samples from {@code at} on
   * @param step pixels from one of the row to the next
   */
  void keep(byte[] row, int from, int pixels, byte[] into, int at, int step) {
    if (color()) {
      int sample = bits / Byte.SIZE;
      int pixel = sample * channels();
      for (int i = 0, in = from, out = at; i < pixels; i++, in += pixel, out += 3 * step) {
        into[out] = row[in];
        into[out + 1] = row[in + sample];
        into[out + 2] = row[in + 2 * sample];
      }
    } else if (bits < Byte.SIZE) {
      for (int i = 0, out = at; i < pixels; i++, out += step) {
        long bit = (long) i * bits;
        int octet = row[from + (int) (bit / Byte.SIZE)] & 0xFF;
        into[out] =
            (byte) ((octet >> (Byte.SIZE - bits - (int) (bit % Byte.SIZE))) & ((1 << bits) - 1));
      }
    } else {
      boolean clipped = bits == 16 && type == GREY;
      int pixel = bitsPerPixel() / Byte.SIZE;
      for (int i = 0, in = from, out = at; i < pixels; i++, in += pixel, out += step) {
        // Pillow clips 16-bit grey where it shifts every other 16-bit image.
        into[out] = clipped ? row[in] == 0 ? row[in + 1] : (byte) 255 : row[in];
      }
    }
  }
}
