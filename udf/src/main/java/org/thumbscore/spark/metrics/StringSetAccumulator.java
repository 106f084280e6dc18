package org.thumbscore.spark.metrics;

import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.util.AccumulatorV2;

/** An accumulator of the distinct strings that tasks add. */
final class StringSetAccumulator extends AccumulatorV2<String, Set<String>> {
  private static final long serialVersionUID = 1L;

  private final TreeSet<String> seen = new TreeSet<>();

  @Override
  public synchronized boolean isZero() {
    return seen.isEmpty();
  }

  @Override
  public synchronized AccumulatorV2<String, Set<String>> copy() {
    StringSetAccumulator copy = new StringSetAccumulator();
    copy.seen.addAll(seen);
    return copy;
  }

  @Override
  public synchronized void reset() {
    seen.clear();
  }

  @Override
  public synchronized void add(String value) {
    seen.add(value);
  }

  @Override
  public synchronized void merge(AccumulatorV2<String, Set<String>> other) {
    seen.addAll(other.value());
  }

  @Override
  public synchronized Set<String> value() {
    return Set.copyOf(seen);
  }
}
