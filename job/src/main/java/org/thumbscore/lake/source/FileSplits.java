package org.thumbscore.lake.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.LongStream;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.lake.plan.InputFile;

/**
 * Divides files into tasks that keep all slots busy until the end. Spark by itself makes splits of
 * {@code spark.sql.files.maxPartitionBytes}, so that 360 MB become three tasks of 128, 128 and 104
 * MB, and of two slots one is idle during the last. Not thread-safe.
 */
final class FileSplits {
  /** Fewer bytes are not worth a task. */
  static final long LEAST_BYTES = 1L << 20;

  private static final String BYTES = "spark.sql.files.maxPartitionBytes";
  private static final String OPEN_COST = "spark.sql.files.openCostInBytes";
  private static final String LEAST_TASKS = "spark.sql.files.minPartitionNum";

  // Each round gives every slot one task more, until all end at about the same time.
  private static final int ROUNDS = 4;
  private static final double ABOUT = 1.02;

  private final SparkSession session;
  private final long mostBytes;
  private final long openCost;
  private final boolean isFixed;

  private FileSplits(SparkSession session) {
    RuntimeConfig settings = session.conf();
    this.session = session;
    this.mostBytes = JavaUtils.byteStringAsBytes(settings.get(BYTES));
    this.openCost = JavaUtils.byteStringAsBytes(settings.get(OPEN_COST));
    this.isFixed = settings.getOption(LEAST_TASKS).nonEmpty();
  }

  /** Returns splits for an input that is read through {@link #session}. */
  static FileSplits of(SparkSession spark) {
    // The settings of the given session are its user's.
    return new FileSplits(((org.apache.spark.sql.classic.SparkSession) spark).cloneSession());
  }

  /** Returns the session to read the input with. */
  SparkSession session() {
    return session;
  }

  /**
   * Sets the size of the splits for what is read from now on. Does nothing if the user has set the
   * number of tasks.
   *
   * @param slots the number of tasks that can run at the same time
   */
  void balance(Collection<InputFile> files, int slots) {
    if (!isFixed && !files.isEmpty()) {
      List<Long> lengths = files.stream().map(InputFile::length).toList();
      session.conf().set(BYTES, bytes(lengths, slots, mostBytes, openCost));
      session.conf().set(LEAST_TASKS, 1);
    }
  }

  /**
   * Returns the size of splits with which the slots are busy for about the same time.
   *
   * @param lengths those of the files
   * @param most the size that is not exceeded
   * @param openCost the bytes that Spark counts for opening another file in the same task
   */
  static long bytes(Collection<Long> lengths, int slots, long most, long openCost) {
    long all = lengths.stream().mapToLong(length -> length).sum();
    double best = Double.POSITIVE_INFINITY;
    long bytes = most;
    long first = Math.max(1, quotient(all, slots * most));
    for (long round = first; round < first + ROUNDS; round++) {
      long least = Long.MAX_VALUE;
      for (long part : parts(lengths, round * slots, openCost)) {
        long size = Math.min(most, Math.max(LEAST_BYTES, part));
        long longest = longest(lengths, size, slots, openCost);
        if (longest * ABOUT < best) {
          best = longest;
          bytes = size;
        }
        least = Math.min(least, size);
      }
      if (best <= ABOUT * all / slots || least == LEAST_BYTES) {
        break;
      }
    }
    return bytes;
  }

  /** Returns sizes with which Spark makes about so many tasks. */
  private static List<Long> parts(Collection<Long> lengths, long tasks, long openCost) {
    long all = lengths.stream().mapToLong(length -> length).sum();
    if (lengths.size() < tasks) {
      return List.of(quotient(all, tasks));
    }
    long each = quotient(lengths.size(), tasks);
    // The first file of a task is opened for nothing.
    long opened = (each - 1) * openCost;
    long mean = quotient(each * all, lengths.size());
    // Spark packs the largest files first, and of about equal files they are still above the mean.
    long largest =
        lengths.stream()
            .sorted(Comparator.reverseOrder())
            .limit(each)
            .mapToLong(length -> length)
            .sum();
    return List.of(largest + opened, mean + opened);
  }

  /** Returns how many bytes the slot reads that ends last, if tasks start in Spark's order. */
  private static long longest(Collection<Long> lengths, long size, int slots, long openCost) {
    List<Long> splits =
        lengths.stream()
            .flatMap(length -> splits(length, size).stream())
            .sorted(Comparator.reverseOrder())
            .toList();
    PriorityQueue<Long> ends = new PriorityQueue<>();
    for (int slot = 0; slot < slots; slot++) {
      ends.add(0L);
    }
    long end = 0;
    long task = 0;
    long counted = 0;
    for (long split : splits) {
      if (counted > 0 && counted + split > size) {
        end = Math.max(end, add(ends, task));
        task = 0;
        counted = 0;
      }
      task += split;
      counted += split + openCost;
    }
    return Math.max(end, add(ends, task));
  }

  private static long add(PriorityQueue<Long> ends, long task) {
    long end = ends.remove() + task;
    ends.add(end);
    return end;
  }

  private static List<Long> splits(long length, long size) {
    return LongStream.iterate(length, left -> left > 0, left -> left - size)
        .mapToObj(left -> Math.min(left, size))
        .toList();
  }

  private static long quotient(long value, long parts) {
    return (value + parts - 1) / parts;
  }
}
