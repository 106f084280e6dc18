package org.thumbscore.image.header;

import java.io.Serializable;

/**
 * What is refused before decoding.
 *
 * @param maxBytes longest encoded image
 * @param maxPixels most pixels, width times height, that a header may announce
 */
public record ImageLimits(long maxBytes, long maxPixels) implements Serializable {
  public static final ImageLimits DEFAULT = new ImageLimits(32L << 20, 50_000_000L);

  public ImageLimits {
    if (maxBytes < 1 || maxPixels < 1) {
      throw new IllegalArgumentException(
          "limits must be positive: " + maxBytes + " bytes, " + maxPixels + " pixels");
    }
  }
}
