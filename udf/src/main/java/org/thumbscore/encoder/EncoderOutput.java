package org.thumbscore.encoder;

import java.io.Serializable;
import java.util.List;

/**
 * What a model makes of an image and of a text, as far as it decides the columns of the scores.
 *
 * @param width of each vector
 * @param imageVectors how many unit vectors an image becomes; a text becomes one
 * @param extraColumns what else is written of an image
 */
public record EncoderOutput(int width, int imageVectors, List<ExtraColumn> extraColumns)
    implements Serializable {
  public EncoderOutput {
    extraColumns = List.copyOf(extraColumns);
    if (width < 1 || imageVectors < 1) {
      throw new IllegalArgumentException(
          "expected width and imageVectors of 1 or more, found " + width + " and " + imageVectors);
    }
  }

  /** An output of one vector for an image, and no column beside. */
  public static EncoderOutput single(int width) {
    return new EncoderOutput(width, 1, List.of());
  }
}
