package org.thumbscore.image.codec;

import org.thumbscore.image.header.PixelWindow;
import org.thumbscore.image.jpeg.JpegSamples;

/** A window of a JPEG image that this project decoded itself. Not thread-safe. */
final class JpegColumns implements ColumnImage {
  private final JpegSamples samples;
  private final PixelWindow window;
  private final boolean ycc;

  /** By row and column of the window: packed pixels, once a row was read. */
  private int[][] pixels;

  JpegColumns(JpegSamples samples, PixelWindow window, boolean ycc) {
    this.samples = samples;
    this.window = window;
    this.ycc = ycc;
  }

  @Override
  public int width() {
    return samples.width();
  }

  @Override
  public int height() {
    return samples.height();
  }

  @Override
  public int rows() {
    return samples.rows();
  }

  @Override
  public int row(int index) {
    return samples.row(index);
  }

  @Override
  public void readColumn(int x, int[] red, int[] green, int[] blue) {
    samples.read(x, ycc, red, green, blue);
  }

  @Override
  public void copyRow(int y, int x, int count, int[] into, int offset) {
    if (pixels == null) {
      pixels = turn();
    }
    System.arraycopy(pixels[y - window.top()], x - window.left(), into, offset, count);
  }

  private int[][] turn() {
    int[] red = new int[rows()];
    int[] green = new int[rows()];
    int[] blue = new int[rows()];
    int[][] turned = new int[window.bottom() - window.top()][window.right() - window.left()];
    for (int x = window.left(); x < window.right(); x++) {
      readColumn(x, red, green, blue);
      for (int i = 0; i < red.length; i++) {
        int y = row(i);
        if (y >= window.top() && y < window.bottom()) {
          turned[y - window.top()][x - window.left()] =
              DecodedImage.pack(red[i], green[i], blue[i]);
        }
      }
    }
    return turned;
  }
}
