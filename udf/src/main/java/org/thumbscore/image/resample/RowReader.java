package org.thumbscore.image.resample;

/** A reader of the rows of an image or of an intermediate result, one at a time. */
@FunctionalInterface
interface RowReader {
  /** Writes the packed pixels of row {@code y} to the beginning of {@code into}. */
  void read(int y, int[] into);
}
