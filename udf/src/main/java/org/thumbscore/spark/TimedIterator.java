package org.thumbscore.spark;

import java.util.Iterator;
import java.util.function.Function;

/**
 * An iterator that maps the elements of another one and measures the time that this takes. Not
 * thread-safe.
 *
 * @param <S> the type of the source's elements
 * @param <T> the type to which they are mapped
 */
final class TimedIterator<S, T> implements Iterator<T> {
  private final Iterator<S> source;
  private final Function<S, T> mapping;
  private long nanos;

  TimedIterator(Iterator<S> source, Function<S, T> mapping) {
    this.source = source;
    this.mapping = mapping;
  }

  long nanos() {
    return nanos;
  }

  @Override
  public boolean hasNext() {
    long start = System.nanoTime();
    try {
      return source.hasNext();
    } finally {
      nanos += System.nanoTime() - start;
    }
  }

  @Override
  public T next() {
    long start = System.nanoTime();
    try {
      return mapping.apply(source.next());
    } finally {
      nanos += System.nanoTime() - start;
    }
  }
}
