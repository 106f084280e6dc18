package org.thumbscore.image;

/** Refuses a picture by what its header announces, before anything is decoded. */
record SizeGate(ImageLimits limits) {
  void checkBytes(int length) throws TooLargeException {
    if (length > limits.maxBytes()) {
      throw new TooLargeException(
          length + " bytes; score.max-image-bytes allows " + limits.maxBytes());
    }
  }

  ImageSize check(ImageSize size) throws TooLargeException {
    if (size.pixels() > limits.maxPixels()) {
      throw new TooLargeException(
          "%dx%d = %d pixels; score.max-image-pixels allows %d"
              .formatted(size.width(), size.height(), size.pixels(), limits.maxPixels()));
    }
    return size;
  }
}
