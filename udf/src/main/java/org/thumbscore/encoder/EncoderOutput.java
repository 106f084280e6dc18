package org.thumbscore.encoder;

import java.io.Serializable;
import java.util.List;

/**
 * The properties of a model's embeddings that determine the columns of the scores.
 *
 * @param width the number of values in each vector
 * @param imageVectors the number of unit vectors for each image; a text always has one
 * @param extraColumns the additional columns that are written for each image
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

  /** Returns the output of a model with one vector per image and no extra columns. */
  public static EncoderOutput single(int width) {
    return new EncoderOutput(width, 1, List.of());
  }
}
