package org.thumbscore.pipeline;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The work for the rows in the look-ahead. Rows with equal content share it, and it is dropped with
 * the last of them. Not thread-safe.
 *
 * @param <K> the type of the content
 * @param <W> the type of the work
 */
final class WorkIndex<K, W> {
  private final boolean share;
  private final Map<K, Held<K, W>> held = new HashMap<>();

  WorkIndex(boolean share) {
    this.share = share;
  }

  /** Work together with the number of rows that wait for it. */
  static final class Held<K, W> {
    private final K key;
    private final W work;
    private int rows = 1;

    private Held(K key, W work) {
      this.key = key;
      this.work = work;
    }

    W work() {
      return work;
    }
  }

  Held<K, W> hold(K key, Function<K, W> make) {
    Held<K, W> known = share ? held.get(key) : null;
    if (known != null) {
      known.rows++;
      return known;
    }
    Held<K, W> fresh = new Held<>(key, make.apply(key));
    if (share) {
      held.put(key, fresh);
    }
    return fresh;
  }

  void release(Held<K, W> work) {
    if (--work.rows == 0) {
      held.remove(work.key, work);
    }
  }

  int size() {
    return held.size();
  }
}
