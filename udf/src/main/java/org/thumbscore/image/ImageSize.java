package org.thumbscore.image;

/** Pixels, as a header announces them. */
record ImageSize(int width, int height) {
  /**
   * A size of at least one pixel.
   *
   * @throws UndecodableException if the header announces none
   */
  static ImageSize of(int width, int height) throws UndecodableException {
    if (width < 1 || height < 1) {
      throw new UndecodableException("the header says " + width + "x" + height + " pixels");
    }
    return new ImageSize(width, height);
  }

  long pixels() {
    return (long) width * height;
  }
}
