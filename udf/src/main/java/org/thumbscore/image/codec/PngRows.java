package org.thumbscore.image.codec;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.thumbscore.image.header.ImageSize;
import org.thumbscore.image.header.PngHeader;
import org.thumbscore.image.header.PngKind;
import org.thumbscore.image.header.UndecodableException;

/**
 * A reader that inflates the rows of a PNG image, plain or in the seven passes of Adam7. Not
 * thread-safe.
 */
final class PngRows implements AutoCloseable {
  private static final int[] FIRST_COLUMN = {0, 4, 0, 2, 0, 1, 0};
  private static final int[] FIRST_ROW = {0, 0, 4, 0, 2, 0, 1};
  private static final int[] COLUMN_STEP = {8, 8, 4, 4, 2, 2, 1};
  private static final int[] ROW_STEP = {8, 8, 8, 4, 4, 2, 2};

  /**
   * The number of bytes at the end that are inflated row by row. Pillow inflates all bytes in this
   * way, and it determines whether the last bytes of a truncated stream are returned.
   */
  private static final int LAST = 1 << 16;

  private final Inflater inflater = new Inflater();
  private final byte[] file;
  private final PngHeader header;
  private final PngKind kind;
  private final PngSamples kept;
  private final ImageSize size;
  private final byte[] samples;

  /**
   * Bytes inflated for several short rows at once; those from {@code next} to {@code end} are not
   * yet used.
   */
  private final byte[] ahead = new byte[1 << 14];

  private int next;
  private int end;

  /** The number of bytes in all rows that are not yet inflated. */
  private long left;

  private byte[] row;
  private byte[] above;

  PngRows(byte[] file, PngHeader header, ImageSize size, byte[] samples) {
    this.file = file;
    this.header = header;
    this.kind = header.kind();
    this.kept = new PngSamples(kind);
    this.size = size;
    this.samples = samples;
    this.row = new byte[kind.rowBytes(size.width()) + 1];
    this.above = new byte[row.length];
    this.left = size.height() * (row.length + 0L);
    inflater.setInput(file, header.dataStart(), header.dataLength());
  }

  /**
   * Fills all samples.
   *
   * @throws UndecodableException if the data ends early
   */
  void read() throws UndecodableException {
    if (!header.interlaced()) {
      readPass(0, 0, 1, 1);
      return;
    }
    for (int pass = 0; pass < FIRST_ROW.length; pass++) {
      Arrays.fill(above, (byte) 0);
      readPass(FIRST_COLUMN[pass], FIRST_ROW[pass], COLUMN_STEP[pass], ROW_STEP[pass]);
    }
  }

  private void readPass(int firstColumn, int firstRow, int columnStep, int rowStep)
      throws UndecodableException {
    int pixels = (size.width() - firstColumn + columnStep - 1) / columnStep;
    if (pixels == 0) {
      return;
    }
    int length = kind.rowBytes(pixels);
    int step = Math.max(1, kind.bitsPerPixel() / Byte.SIZE);
    for (int y = firstRow; y < size.height(); y += rowStep) {
      fill(length + 1);
      PngFilter.undo(row, above, length, step);
      int at = kept.count() * (y * size.width() + firstColumn);
      kept.keep(row, 1, pixels, samples, at, columnStep);
      byte[] done = row;
      row = above;
      above = done;
    }
  }

  /** Fills the row. */
  private void fill(int length) throws UndecodableException {
    int filled = 0;
    while (filled < length) {
      if (next == end && (length - filled >= ahead.length || left <= LAST)) {
        filled += inflate(row, filled, length - filled);
      } else {
        if (next == end) {
          next = 0;
          end = inflate(ahead, 0, ahead.length);
        }
        int count = Math.min(length - filled, end - next);
        System.arraycopy(ahead, next, row, filled, count);
        next += count;
        filled += count;
      }
    }
  }

  /** Inflates at least one byte; as in Pillow, the compressed data must not end before. */
  private int inflate(byte[] into, int from, int most) throws UndecodableException {
    try {
      while (inflater.getRemaining() == 0) {
        header.nextData();
        inflater.setInput(file, header.dataStart(), header.dataLength());
      }
      int count = inflater.inflate(into, from, most);
      if (count == 0 && (inflater.finished() || inflater.needsDictionary())) {
        throw new UndecodableException("a damaged PNG: its pixels end early");
      }
      left -= count;
      return count;
    } catch (DataFormatException e) {
      throw new UndecodableException("a damaged PNG: its pixels cannot be inflated", e);
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
