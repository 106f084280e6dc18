package org.thumbscore.image.codec;

import org.thumbscore.image.header.PackedColor;
import org.thumbscore.image.header.PngKind;

/** The conversion of a PNG image's samples to 8 bits, as in Pillow. */
record PngSamples(PngKind kind) {
  /** Returns the number of samples kept for each pixel: one, or three for red, green and blue. */
  int count() {
    return kind.color() ? 3 : 1;
  }

  /** Returns the color of each sample value for images with one sample per pixel. */
  int[] colors(int[] palette) {
    if (kind.indexed()) {
      return palette;
    }
    int[] greys = PackedColor.greys();
    int most = kind.bits() < Byte.SIZE ? (1 << kind.bits()) - 1 : 255;
    for (int i = 0; i <= most; i++) {
      int grey = i * 255 / most;
      greys[i] = PackedColor.of(grey, grey, grey);
    }
    return greys;
  }

  /**
   * Copies the samples of a row.
   *
   * @param row the row as stored in the file, starting at {@code from}
   * @param into receives the samples, starting at {@code at}
   * @param step the distance in pixels at which consecutive pixels of the row are stored
   */
  void keep(byte[] row, int from, int pixels, byte[] into, int at, int step) {
    if (kind.color()) {
      int sample = kind.bits() / Byte.SIZE;
      int pixel = sample * kind.channels();
      for (int i = 0, in = from, out = at; i < pixels; i++, in += pixel, out += 3 * step) {
        into[out] = row[in];
        into[out + 1] = row[in + sample];
        into[out + 2] = row[in + 2 * sample];
      }
    } else if (kind.bits() < Byte.SIZE) {
      for (int i = 0, out = at; i < pixels; i++, out += step) {
        long bit = (long) i * kind.bits();
        int octet = row[from + (int) (bit / Byte.SIZE)] & 0xFF;
        into[out] =
            (byte)
                ((octet >> (Byte.SIZE - kind.bits() - (int) (bit % Byte.SIZE)))
                    & ((1 << kind.bits()) - 1));
      }
    } else {
      boolean clipped = kind.bits() == 16 && kind.grey();
      int pixel = kind.bitsPerPixel() / Byte.SIZE;
      for (int i = 0, in = from, out = at; i < pixels; i++, in += pixel, out += step) {
        // Pillow clips 16-bit gray samples, but shifts those of all other 16-bit images.
        into[out] = clipped ? row[in] == 0 ? row[in + 1] : (byte) 255 : row[in];
      }
    }
  }
}
