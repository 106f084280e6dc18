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

  /**
   * Waits until there is memory for an array of samples.
   *
   * @return its length
   */
  public int takeArray(ImageSize size, int samplesPerPixel) throws TooLargeException {
    int length = arrayLength(size, samplesPerPixel);
    take(length);
    return length;
  }

  /**
   * The length of an array of samples.
   *
   * @throws TooLargeException if no array is that long
   */
  public int arrayLength(ImageSize size, int samplesPerPixel) throws TooLargeException {
    long length = size.pixels() * samplesPerPixel;
    if (length > Integer.MAX_VALUE - Long.BYTES) {
      throw new TooLargeException(
          "%dx%d pixels of %d samples are more than an array holds"
              .formatted(size.width(), size.height(), samplesPerPixel));
    }
    return (int) length;
  }
}
