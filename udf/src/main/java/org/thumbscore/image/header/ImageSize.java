package org.thumbscore.image.header;

/** The size of an image in pixels, according to its header. */
public record ImageSize(int width, int height) {
  /**
   * Returns a size of at least one pixel.
   *
   * @throws UndecodableException if the width or height is less than 1
   */
  public static ImageSize of(int width, int height) throws UndecodableException {
    if (width < 1 || height < 1) {
      throw new UndecodableException("the header says " + width + "x" + height + " pixels");
    }
    return new ImageSize(width, height);
  }

  public long pixels() {
    return (long) width * height;
  }
}
