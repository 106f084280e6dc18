package org.thumbscore.lake.source;

/**
 * Decides which rows are spread over more tasks than those that read them. That shuffles the rows
 * with their images once, before they are decoded and embedded.
 *
 * @param rows the number of rows that are computed together
 * @param slots the number of tasks that can run at the same time
 */
record SplitRule(long rows, int slots) {
  /** A task is not worth starting, nor an output file worth writing, for fewer rows than this. */
  static final int LEAST_ROWS = 32;

  // A slot that computes more than its share by less than this costs less than the shuffle would.
  private static final double LONG = 1.25;
  // What one task may write to the local disk of its machine without having been asked to.
  private static final long MOST_BYTES = 4L << 30;

  SplitRule {
    if (rows < 0 || slots < 1) {
      throw new IllegalArgumentException("found %d rows and %d slots".formatted(rows, slots));
    }
  }

  /**
   * Rows that may be spread.
   *
   * @param rows their number
   * @param longest the most of them that one slot computes if they stay where they are read
   * @param bytes their size in the input, 0 if it is not known
   * @param slices the number of slices that they belong to, for each of which a task writes a file
   */
  record Part(long rows, long longest, long bytes, int slices) {}

  /** Returns the number of rows of a task if all slots have equally many. */
  long share() {
    return Math.max(LEAST_ROWS, quotient(rows, slots));
  }

  /** Returns whether a task with this many rows still runs when the others have ended. */
  boolean isLong(long task) {
    return task >= LONG * share();
  }

  /** Returns the rows of the longest of tasks that are about equally long. */
  long longest(int tasks) {
    return quotient(rows, Math.max(1, Math.min(tasks, slots)));
  }

  /** Returns whether slots are idle although each could have enough rows. */
  boolean leavesIdle(int tasks) {
    return tasks < slots && rows >= (long) LEAST_ROWS * slots;
  }

  /**
   * Returns the number of tasks to spread a part over, or 0 if it should stay in the tasks that
   * read it.
   */
  int tasks(Part part) {
    long tasks =
        Math.min(quotient(part.rows(), share()), part.rows() / ((long) LEAST_ROWS * part.slices()));
    return tasks > 1 && part.longest() >= LONG * quotient(part.rows(), tasks) && !isTooLarge(part)
        ? Math.toIntExact(tasks)
        : 0;
  }

  /** Returns whether one task would write more to a local disk than is safe to expect of it. */
  static boolean isTooLarge(Part part) {
    return part.rows() > 0 && (double) part.bytes() / part.rows() * part.longest() > MOST_BYTES;
  }

  private static long quotient(long rows, long tasks) {
    return (rows + tasks - 1) / tasks;
  }
}
