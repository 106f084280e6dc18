package org.thumbscore.image.header;

/** Refuses one image by what its header announces, before anything is decoded. */
public record SizeGate(ImageLimits limits, DecodeMemory.Claim claim) {
  public void checkBytes(int length) throws TooLargeException {
    if (length > limits.maxBytes()) {
      throw new TooLargeException(
          length + " bytes; score.max-image-bytes allows " + limits.maxBytes());
    }
  }

  public ImageSize check(ImageSize size) throws TooLargeException {
    if (size.pixels() > limits.maxPixels()) {
      throw new TooLargeException(
          "%dx%d = %d pixels; score.max-image-pixels allows %d"
              .formatted(size.width(), size.height(), size.pixels(), limits.maxPixels()));
    }
    return size;
  }

  /**
   * Waits until there is memory to decode it.
   *
   * @param bytes all that decoding takes at the same time, in the heap and beside it
   */
  public void take(long bytes) throws TooLargeException {
    claim.take(bytes);
  }
}
