package org.thumbscore.image.header;

/**
 * The part of an image that is needed, in pixels.
 *
 * @param left the first column
 * @param right the column after the last one
 * @param top the first row
 * @param bottom the row after the last one
 */
public record PixelWindow(int left, int right, int top, int bottom) {
  /** Chooses the window of an image of a given size. */
  @FunctionalInterface
  public interface Chooser {
    PixelWindow of(ImageSize size);
  }

  /** Returns the window that contains a whole image. */
  public static PixelWindow whole(ImageSize size) {
    return new PixelWindow(0, size.width(), 0, size.height());
  }
}
