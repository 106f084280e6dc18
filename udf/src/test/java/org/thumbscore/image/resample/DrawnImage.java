package org.thumbscore.image.resample;

import java.util.BitSet;
import org.thumbscore.image.codec.DecodedImage;
import org.thumbscore.image.header.ImageSize;

/**
 * The image that {@code make_resize_goldens.py} draws, made up row by row as it is read. Notes what
 * is read of it. Not thread-safe.
 */
final class DrawnImage implements DecodedImage {
  private final ImageSize size;
  private final BitSet rows = new BitSet();
  private int reads;
  private int firstColumn = Integer.MAX_VALUE;
  private int endColumn;

  DrawnImage(ImageSize size) {
    this.size = size;
  }

  @Override
  public int width() {
    return size.width();
  }

  @Override
  public int height() {
    return size.height();
  }

  @Override
  public void copyRow(int y, int x, int count, int[] into, int offset) {
    rows.set(y);
    reads++;
    firstColumn = Math.min(firstColumn, x);
    endColumn = Math.max(endColumn, x + count);
    for (int i = 0; i < count; i++) {
      into[offset + i] =
          DecodedImage.pack(sample(x + i, y, 0), sample(x + i, y, 1), sample(x + i, y, 2));
    }
  }

  private static int sample(int x, int y, int channel) {
    int flat = (x / 7 + y / 11) % 3;
    if (flat != 0) {
      return flat == 1 ? 0 : 255;
    }
    int mixed = x * 0x9E3779B1 ^ y * 0x85EBCA77 ^ channel * 0xC2B2AE3D;
    return ((mixed ^ (mixed >>> 15)) * 0x2C1B3C6D) >>> 24;
  }

  /** How many different rows were read. */
  int rowsRead() {
    return rows.cardinality();
  }

  /** How often any row was read. */
  int reads() {
    return reads;
  }

  int firstRow() {
    return rows.nextSetBit(0);
  }

  int firstColumn() {
    return firstColumn;
  }

  int columnsRead() {
    return endColumn - firstColumn;
  }
}
