package org.thumbscore.lake.source;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.lake.plan.InputFile;

/**
 * Divides parquet files into tasks that keep all slots busy until the end. Spark by itself makes
 * splits of {@code spark.sql.files.maxPartitionBytes}, so that 360 MB become three tasks of 128,
 * 128 and 104 MB, and of two slots one is idle during the last. Not thread-safe.
 */
final class FileSplits {
  /** Fewer bytes are not worth a task. */
  static final long LEAST_BYTES = 1L << 20;

  private static final String BYTES = "spark.sql.files.maxPartitionBytes";
  private static final String OPEN_COST = "spark.sql.files.openCostInBytes";
  private static final String LEAST_TASKS = "spark.sql.files.minPartitionNum";
  private static final String MOST_TASKS = "spark.sql.files.maxPartitionNum";

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
    this.isFixed =
        settings.getOption(LEAST_TASKS).nonEmpty() || settings.getOption(MOST_TASKS).nonEmpty();
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
   * @return the number of rows of the slot that ends last, if all are read
   */
  OptionalLong balance(Footers footers, Collection<InputFile> files, int slots) {
    if (isFixed || files.isEmpty()) {
      return OptionalLong.empty();
    }
    List<Part> parts =
        files.stream().map(file -> new Part(file.length(), footers.rowGroupsOf(file))).toList();
    Division division = divide(parts, slots, mostBytes, openCost);
    session.conf().set(BYTES, division.bytes());
    session.conf().set(LEAST_TASKS, 1);
    return OptionalLong.of(division.longest());
  }

  /**
   * Returns the size of splits with which the slots are busy for about the same time.
   *
   * @param most the size that is not exceeded
   * @param openCost the bytes that Spark counts for opening another file in the same task
   */
  static Division divide(List<Part> files, int slots, long most, long openCost) {
    long bytes = files.stream().mapToLong(Part::bytes).sum();
    long rows = files.stream().mapToLong(Part::rows).sum();
    Division best = new Division(most, Long.MAX_VALUE);
    long first = Math.max(1, quotient(bytes, slots * most));
    for (long round = first; round < first + ROUNDS; round++) {
      long least = Long.MAX_VALUE;
      for (long size : sizes(files, round * slots, openCost)) {
        long within = Math.min(most, Math.max(LEAST_BYTES, size));
        Division division = new Division(within, longest(files, within, slots, openCost));
        if (division.longest() * ABOUT < best.longest()) {
          best = division;
        }
        least = Math.min(least, within);
      }
      if (best.longest() <= ABOUT * rows / slots || least == LEAST_BYTES) {
        break;
      }
    }
    return best;
  }

  /** Returns sizes with which Spark makes about so many tasks. */
  private static List<Long> sizes(List<Part> files, long tasks, long openCost) {
    long bytes = files.stream().mapToLong(Part::bytes).sum();
    if (files.size() < tasks) {
      return List.of(quotient(bytes, tasks));
    }
    long each = quotient(files.size(), tasks);
    // The first file of a task is opened for nothing.
    long opened = (each - 1) * openCost;
    long mean = quotient(each * bytes, files.size());
    // Spark packs the largest files first, and of about equal files they are still above the mean.
    Stream<Long> sorted = files.stream().map(Part::bytes).sorted(Comparator.reverseOrder());
    long largest = sorted.limit(each).mapToLong(length -> length).sum();
    return List.of(largest + opened, mean + opened);
  }

  /** Returns the rows of the slot that ends last, if tasks start in Spark's order. */
  private static long longest(List<Part> files, long size, int slots, long openCost) {
    List<Part> splits =
        files.stream()
            .flatMap(file -> file.splits(size))
            .sorted(Comparator.comparing(Part::bytes).reversed())
            .toList();
    PriorityQueue<Long> ends = new PriorityQueue<>(Collections.nCopies(slots, 0L));
    long end = 0;
    long task = 0;
    long counted = 0;
    for (Part split : splits) {
      if (counted > 0 && counted + split.bytes() > size) {
        end = Math.max(end, add(ends, task));
        task = 0;
        counted = 0;
      }
      task += split.rows();
      counted += split.bytes() + openCost;
    }
    return Math.max(end, add(ends, task));
  }

  private static long add(PriorityQueue<Long> ends, long task) {
    long end = ends.remove() + task;
    ends.add(end);
    return end;
  }

  private static long quotient(long value, long parts) {
    return (value + parts - 1) / parts;
  }

  /**
   * How files are divided.
   *
   * @param bytes the size of splits
   * @param longest the number of rows of the slot that ends last
   */
  record Division(long bytes, long longest) {}

  /** A file, or a split of one, with the row groups that are read with it. */
  record Part(long bytes, List<FileFooter.RowGroup> rowGroups) {
    long rows() {
      return rowGroups.stream().mapToLong(FileFooter.RowGroup::rows).sum();
    }

    Stream<Part> splits(long size) {
      int last = Math.toIntExact(Math.max(1, quotient(bytes, size))) - 1;
      Map<Long, List<FileFooter.RowGroup>> bySplit =
          rowGroups.stream()
              .collect(
                  Collectors.groupingBy(
                      group -> Math.max(0, Math.min(last, group.middle() / size))));
      return LongStream.rangeClosed(0, last)
          .mapToObj(
              split ->
                  new Part(
                      Math.min(size, bytes - split * size),
                      bySplit.getOrDefault(split, List.of())));
    }
  }
}
