package org.thumbscore.encoder;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.runtime.DeviceMemoryException;

/**
 * The number of rows that a tower runs at once. It is halved whenever the device has too little
 * memory for them, for the rest of the encoder's life. Thread-safe.
 */
final class RowLimit {
  private static final Logger LOG = LoggerFactory.getLogger(RowLimit.class);

  private final String tower;
  private final int initial;
  private final AtomicInteger rows;

  /**
   * A limit.
   *
   * @param tower its name for messages, for instance {@code image tower}
   */
  RowLimit(String tower, int rows) {
    this.tower = tower;
    this.initial = rows;
    this.rows = new AtomicInteger(rows);
  }

  /**
   * Embeds rows in as few runs as the limit allows.
   *
   * @param run embeds some of the rows, which it must not retain
   * @return one embedding for each row, in order
   * @throws DeviceMemoryException if a single row needs more memory than the device has
   */
  <T> List<Embedding> embed(List<T> all, Function<List<T>, List<Embedding>> run) {
    List<Embedding> embeddings = new ArrayList<>(all.size());
    while (embeddings.size() < all.size()) {
      int from = embeddings.size();
      int to = Math.min(all.size(), from + rows.get());
      try {
        embeddings.addAll(run.apply(all.subList(from, to)));
      } catch (DeviceMemoryException e) {
        lower(to - from, e);
      }
    }
    return embeddings;
  }

  private void lower(int failed, DeviceMemoryException failure) {
    if (failed == 1) {
      throw failure;
    }
    int half = failed / 2;
    if (rows.getAndAccumulate(half, Math::min) > half) {
      LOG.warn(
          "The {} runs on at most {} rows at once from now on. {}",
          tower,
          half,
          failure.getMessage());
    }
  }

  /** Returns the limit as of now. */
  int rows() {
    return rows.get();
  }

  /** Returns the limit, for the run summary; empty if it has not been lowered. */
  String description() {
    int now = rows.get();
    return now == initial
        ? ""
        : ", "
            + tower
            + " on "
            + now
            + " rows at once instead of "
            + initial
            + " for lack of memory";
  }
}
