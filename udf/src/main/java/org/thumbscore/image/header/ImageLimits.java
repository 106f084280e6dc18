package org.thumbscore.image.header;

import java.io.Serializable;

/**
 * The limits beyond which an image is refused without decoding it.
 *
 * @param maxBytes the maximum length of an encoded image in bytes
 * @param maxPixels the maximum number of pixels, width times height, according to the header
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
