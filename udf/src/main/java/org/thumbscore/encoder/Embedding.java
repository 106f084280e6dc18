package org.thumbscore.encoder;

import java.util.List;

/** The result of embedding one image or one text. */
public sealed interface Embedding {
  /**
   * Unit vectors in the space that images and texts share.
   *
   * @param vectors one vector for a text, and for an image as many as the model computes
   * @param extras for an image, one value for each of the model's extra columns, in column order
   */
  record Unit(UnitVectors vectors, List<Object> extras) implements Embedding {
    public Unit {
      extras = List.copyOf(extras);
    }

    /** Creates an embedding without extra columns. */
    public Unit(UnitVectors vectors) {
      this(vectors, List.of());
    }
  }

  /**
   * The reason why there is no embedding: the model's output has no direction. The message is one
   * line.
   */
  record Failed(String message) implements Embedding {}
}
