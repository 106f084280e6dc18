package org.thumbscore.runtime;

/** What a dimension of a graph's input or output must be; -1 in a graph stands for a free one. */
public sealed interface Extent {
  /** A dimension that takes any extent, for instance the rows of a batch. */
  Extent FREE = new Free();

  /** A dimension of which nothing is asked. */
  Extent ANY = new Any();

  /** A dimension of this extent, or a free one. */
  static Extent of(long extent) {
    return new Exactly(extent);
  }

  /** A free dimension, or one of this extent; messages name both. */
  static Extent freeOr(long extent) {
    return new FreeOr(extent);
  }

  /** Tells whether a graph's dimension will do. */
  boolean accepts(long found);

  /** See {@link #FREE}. */
  record Free() implements Extent {
    @Override
    public boolean accepts(long found) {
      return found < 0;
    }
  }

  /** See {@link #ANY}. */
  record Any() implements Extent {
    @Override
    public boolean accepts(long found) {
      return true;
    }
  }

  /** See {@link #of}. */
  record Exactly(long extent) implements Extent {
    @Override
    public boolean accepts(long found) {
      return found < 0 || found == extent;
    }
  }

  /** See {@link #freeOr}. */
  record FreeOr(long extent) implements Extent {
    @Override
    public boolean accepts(long found) {
      return found < 0 || found == extent;
    }
  }
}
