package org.thumbscore.image.codec;

import org.thumbscore.image.header.UndecodableException;

/** The inverse of the filters of PNG rows. */
final class PngFilter {
  private PngFilter() {}

  /**
   * Converts the differences in a row to bytes.
   *
   * @param row the filter type, then the differences, which are replaced by bytes
   * @param above the previous row, in the same layout
   * @param length the number of bytes in the row, without the filter type
   * @param step the number of bytes in a pixel, at least 1
   * @throws UndecodableException if the filter type is unknown
   */
  static void undo(byte[] row, byte[] above, int length, int step) throws UndecodableException {
    switch (row[0]) {
      case 0 -> {}
      case 1 -> left(row, length, step);
      case 2 -> up(row, above, length);
      case 3 -> average(row, above, length, step);
      case 4 -> paeth(row, above, length, step);
      default ->
          throw new UndecodableException("a damaged PNG: a row of filter " + (row[0] & 0xFF));
    }
  }

  private static void left(byte[] row, int length, int step) {
    for (int i = step + 1; i <= length; i++) {
      row[i] += row[i - step];
    }
  }

  private static void up(byte[] row, byte[] above, int length) {
    for (int i = 1; i <= length; i++) {
      row[i] += above[i];
    }
  }

  private static void average(byte[] row, byte[] above, int length, int step) {
    int first = Math.min(step, length);
    for (int i = 1; i <= first; i++) {
      row[i] += (byte) ((above[i] & 0xFF) >> 1);
    }
    for (int i = step + 1; i <= length; i++) {
      row[i] += (byte) (((row[i - step] & 0xFF) + (above[i] & 0xFF)) >> 1);
    }
  }

  private static void paeth(byte[] row, byte[] above, int length, int step) {
    int first = Math.min(step, length);
    for (int i = 1; i <= first; i++) {
      row[i] += above[i];
    }
    for (int i = step + 1; i <= length; i++) {
      int left = row[i - step] & 0xFF;
      int up = above[i] & 0xFF;
      int corner = above[i - step] & 0xFF;
      int byLeft = Math.abs(up - corner);
      int byUp = Math.abs(left - corner);
      int byCorner = Math.abs(left + up - 2 * corner);
      row[i] +=
          (byte) (byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner);
    }
  }
}
