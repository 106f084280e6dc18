package org.thumbscore.image.codec;

import org.thumbscore.image.header.DecodeMemory;

/** A decoded image that releases its share of the decoding memory when it is closed. */
record ClaimedImage(DecodedImage image, DecodeMemory.Claim claim) implements DecodedImage {
  /** Wraps an image if its claim holds memory, or else returns the image itself. */
  static DecodedImage of(DecodedImage image, DecodeMemory.Claim claim) {
    return claim.holds() ? new ClaimedImage(image, claim) : image;
  }

  @Override
  public int width() {
    return image.width();
  }

  @Override
  public int height() {
    return image.height();
  }

  @Override
  public void copyRow(int y, int x, int count, int[] into, int offset) {
    image.copyRow(y, x, count, into, offset);
  }

  @Override
  public void close() {
    try (claim) {
      image.close();
    }
  }
}
