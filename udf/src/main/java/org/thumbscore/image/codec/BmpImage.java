package org.thumbscore.image.codec;

import org.thumbscore.image.header.BmpHeader;
import org.thumbscore.image.header.ImageSize;
import org.thumbscore.image.header.UndecodableException;

/** The pixels of a BMP image, read from the bytes of its file. Not thread-safe. */
@SuppressWarnings("ArrayRecordComponent") // never compared; only passed between two steps
record BmpImage(byte[] file, BmpHeader header) implements DecodedImage {
  /**
   * Returns the image if the file contains all of its rows.
   *
   * @throws UndecodableException if the file ends early
   */
  static BmpImage of(byte[] file, BmpHeader header) throws UndecodableException {
    ImageSize size = header.size();
    long lastRow = ((long) size.width() * header.bits() + 7) / 8;
    if (lastRow > header.rowBytes()) {
      throw new UndecodableException("a BMP whose rows are shorter than its width");
    }
    long end = header.pixels() + (size.height() - 1L) * header.rowBytes() + lastRow;
    if (end > file.length) {
      throw new UndecodableException(
          "a BMP cut off after %d bytes; expected %d".formatted(file.length, end));
    }
    return new BmpImage(file, header);
  }

  @Override
  public int width() {
    return header.size().width();
  }

  @Override
  public int height() {
    return header.size().height();
  }

  @Override
  public void copyRow(int y, int x, int count, int[] into, int offset) {
    int row = header.topDown() ? y : height() - 1 - y;
    int start = (int) header.pixels() + row * header.rowBytes();
    if (header.palette().isPresent()) {
      copyIndexed(start, x, count, into, offset);
      return;
    }
    int size = header.bits() / Byte.SIZE;
    for (int i = 0, at = start + x * size; i < count; i++, at += size) {
      int pixel = 0;
      for (int j = 0; j < size; j++) {
        pixel |= (file[at + j] & 0xFF) << (Byte.SIZE * j);
      }
      into[offset + i] = header.layout().color(pixel);
    }
  }

  /** Copies pixels with palette indices; the first pixel of a byte is in its highest bits. */
  private void copyIndexed(int start, int x, int count, int[] into, int offset) {
    int[] colors = header.palette().orElseThrow();
    int bits = header.bits();
    for (int i = 0; i < count; i++) {
      long first = (long) (x + i) * bits;
      int octet = file[start + (int) (first / Byte.SIZE)] & 0xFF;
      into[offset + i] =
          colors[(octet >> (Byte.SIZE - bits - (int) (first % Byte.SIZE))) & ((1 << bits) - 1)];
    }
  }
}
