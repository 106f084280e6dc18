package org.thumbscore.encoder;

import java.util.List;

/** What a model made of one image or one text. */
public sealed interface Embedding {
  /**
   * Directions in the shared space.
   *
   * @param vectors one of a text, and of an image as many as the model yields
   * @param extras of an image, a value for each of the model's extra columns, in their order
   */
  record Unit(UnitVectors vectors, List<Object> extras) implements Embedding {
    public Unit {
      extras = List.copyOf(extras);
    }

    /** An embedding with no extra columns. */
    public Unit(UnitVectors vectors) {
      this(vectors, List.of());
    }
  }

  /** The model's output has no direction; the message is one line. */
  record Failed(String message) implements Embedding {}
}
