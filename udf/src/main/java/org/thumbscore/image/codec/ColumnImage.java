package org.thumbscore.image.codec;

/**
 * A decoded image that is read faster by columns than by rows. It may hold only the window that its
 * reader asked for. Not thread-safe.
 */
public interface ColumnImage extends DecodedImage {
  /** Returns the number of samples of a column, some of which may lie outside of the window. */
  int rows();

  /**
   * Returns the row of the image to which the samples at an index of each column belong. Rows need
   * not be in order.
   */
  int row(int index);

  /**
   * Writes {@link #rows} samples of a column in [0, 255].
   *
   * @param x a column of the image within the window; fastest in ascending order
   */
  void readColumn(int x, int[] red, int[] green, int[] blue);
}
