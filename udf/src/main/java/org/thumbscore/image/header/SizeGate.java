package org.thumbscore.image.header;

/**
 * A check that refuses an image whose header exceeds the limits, before anything is decoded. Each
 * gate handles one image.
 */
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
   * Waits until there is enough memory to decode the image.
   *
   * @param bytes all memory that decoding uses at the same time, on and off the heap
   */
  public void take(long bytes) throws TooLargeException {
    claim.take(bytes);
  }

  /**
   * Waits until there is enough memory for an array of samples.
   *
   * @return the length of the array
   */
  public int takeArray(ImageSize size, int samplesPerPixel) throws TooLargeException {
    int length = arrayLength(size, samplesPerPixel);
    take(length);
    return length;
  }

  /**
   * Returns the length of an array of samples.
   *
   * @throws TooLargeException if the length exceeds that of any array
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
