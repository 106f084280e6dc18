package org.thumbscore.runtime;

/**
 * The requirement for a dimension of a graph's input or output. In a graph, -1 represents a free
 * dimension.
 */
public sealed interface Extent {
  /** Requires a free dimension, which accepts any extent, for instance the rows of a batch. */
  Extent FREE = new Free();

  /** Accepts any dimension. */
  Extent ANY = new Any();

  /** Requires a dimension with this extent or a free dimension. */
  static Extent of(long extent) {
    return new Exactly(extent);
  }

  /** Requires a free dimension or one with this extent; messages list both. */
  static Extent freeOr(long extent) {
    return new FreeOr(extent);
  }

  /** Returns whether a graph's dimension meets the requirement. */
  boolean accepts(long found);

  /** The implementation of {@link #FREE}. */
  record Free() implements Extent {
    @Override
    public boolean accepts(long found) {
      return found < 0;
    }
  }

  /** The implementation of {@link #ANY}. */
  record Any() implements Extent {
    @Override
    public boolean accepts(long found) {
      return true;
    }
  }

  /** The implementation of {@link #of}. */
  record Exactly(long extent) implements Extent {
    @Override
    public boolean accepts(long found) {
      return found < 0 || found == extent;
    }
  }

  /** The implementation of {@link #freeOr}. */
  record FreeOr(long extent) implements Extent {
    @Override
    public boolean accepts(long found) {
      return found < 0 || found == extent;
    }
  }
}
