package org.thumbscore.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The number of rows that a model runs at once. It is halved whenever the device has too little
 * memory for them, for the rest of the model's life. Thread-safe.
 */
public final class RowLimit {
  private static final Logger LOG = LoggerFactory.getLogger(RowLimit.class);

  private final String model;
  private final int initial;
  private final AtomicInteger rows;

  /**
   * A limit.
   *
   * @param model its name for messages, for instance {@code image tower}
   */
  public RowLimit(String model, int rows) {
    this.model = model;
    this.initial = rows;
    this.rows = new AtomicInteger(rows);
  }

  /**
   * Runs a model on rows, in as few runs as the limit allows.
   *
   * @param run computes one result for each of some of the rows, which it must not retain
   * @return one result for each row, in order
   * @throws DeviceMemoryException if a single row needs more memory than the device has
   */
  public <T, R> List<R> run(List<T> all, Function<List<T>, List<R>> run) {
    List<R> results = new ArrayList<>(all.size());
    while (results.size() < all.size()) {
      int from = results.size();
      int to = Math.min(all.size(), from + rows.get());
      try {
        results.addAll(run.apply(all.subList(from, to)));
      } catch (DeviceMemoryException e) {
        lower(to - from, e);
      }
    }
    return results;
  }

  private void lower(int failed, DeviceMemoryException failure) {
    if (failed == 1) {
      throw failure;
    }
    int half = failed / 2;
    if (rows.getAndAccumulate(half, Math::min) > half) {
      LOG.warn(
          "The {} runs on at most {} rows at once from now on. {}",
          model,
          half,
          failure.getMessage());
    }
  }

  /** Returns the limit as of now. */
  public int rows() {
    return rows.get();
  }

  /** Returns the limit, for the run summary; empty if it has not been lowered. */
  public String description() {
    int now = rows.get();
    return now == initial
        ? ""
        : ", "
            + model
            + " on "
            + now
            + " rows at once instead of "
            + initial
            + " for lack of memory";
  }
}
