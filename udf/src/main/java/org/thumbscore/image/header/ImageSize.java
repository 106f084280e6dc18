package org.thumbscore.image.header;

/** Pixels, as a header announces them. */
public record ImageSize(int width, int height) {
  /**
   * A size of at least one pixel.
   *
   * @throws UndecodableException if the header announces none
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
