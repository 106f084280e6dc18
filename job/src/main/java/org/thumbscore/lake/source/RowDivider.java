package org.thumbscore.lake.source;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.thumbscore.lake.plan.InputFile;
import org.thumbscore.lake.plan.Slice;

/**
 * Divides the rows of slices into tasks. Spark reads a parquet row group in one task, so a file
 * with few row groups keeps few tasks busy; the rows of such files are spread over all slots.
 *
 * @param slices the slices to read; if empty, all rows are read
 */
record RowDivider(OpenedInput input, Optional<List<Slice>> slices, SplitRule rule) {

  /** Divides all rows. */
  DividedRows all(ChosenColumns columns, Partitioning partitioning) {
    OptionalLong longest = balance();
    Dataset<Row> read = read(columns, slices);
    if (partitioning instanceof Partitioning.Fixed fixed) {
      return fixed(read, fixed.partitions());
    }
    int tasks = tasks(read);
    Set<InputFile> large =
        files().stream().filter(this::isLarge).collect(Collectors.toUnmodifiableSet());
    if (large.isEmpty() || large.size() == files().size() || slices.isEmpty()) {
      return whole(
          read,
          tasks,
          part(rule.rows(), Set.copyOf(files()), longest.orElseGet(() -> longest(files(), tasks))));
    }
    SplitRule.Part part = part(rows(large), large, longest(large, Integer.MAX_VALUE));
    int more = rule.tasks(part);
    if (more == 0) {
      return kept(read, tasks, part);
    }
    Dataset<Row> spread = read(columns, only(large::contains)).repartition(more);
    Dataset<Row> others = read(columns, only(file -> !large.contains(file)));
    return DividedRows.spread(spread.union(others), spread(part, more, tasks));
  }

  /**
   * Divides some of the rows, about which it is not known which tasks read them.
   *
   * @param some as many rows as the rule counts, in the tasks that read them
   */
  DividedRows some(ChosenColumns columns, Dataset<Row> some, Partitioning partitioning) {
    balance();
    if (partitioning instanceof Partitioning.Fixed fixed) {
      return fixed(some, fixed.partitions());
    }
    int tasks = tasks(read(columns, slices));
    long longest = Math.min(rule.rows(), longest(files(), tasks));
    return whole(some, tasks, part(rule.rows(), Set.copyOf(files()), longest));
  }

  private OptionalLong balance() {
    return input.splits().isPresent() && input.footers().isPresent()
        ? input.splits().get().balance(input.footers().get(), files(), rule.slots())
        : OptionalLong.empty();
  }

  private DividedRows whole(Dataset<Row> read, int tasks, SplitRule.Part part) {
    int more = rule.tasks(part);
    return rule.isLong(part.longest()) && more > 0
        ? DividedRows.spread(read.repartition(more), spread(part, more, tasks))
        : kept(read, tasks, part);
  }

  private DividedRows fixed(Dataset<Row> read, int tasks) {
    Dataset<Row> divided = read.repartition(tasks);
    return rule.leavesIdle(tasks)
        ? DividedRows.idle(
            divided,
            "score.partitions=%d leaves slots idle: %d tasks can run at a time. Set it to auto, or to at least %d"
                .formatted(tasks, rule.slots(), rule.slots()))
        : DividedRows.asRead(divided);
  }

  private DividedRows kept(Dataset<Row> read, int tasks, SplitRule.Part part) {
    String advice =
        "Set score.partitions=%d to spread them, or write the input in more files or smaller row groups"
            .formatted(rule.slots());
    if (rule.isLong(part.longest()) && SplitRule.isTooLarge(part)) {
      return DividedRows.idle(
          read,
          "%s while %d can run at a time, and one slot computes %,d of %,d rows, too many bytes to spread them over local disks unasked. %s"
              .formatted(reads(tasks), rule.slots(), part.longest(), rule.rows(), advice));
    }
    return rule.leavesIdle(tasks)
        ? DividedRows.idle(
            read,
            "%s while %d can run at a time, and %,d rows are not worth spreading unasked. %s"
                .formatted(reads(tasks), rule.slots(), rule.rows(), advice))
        : DividedRows.asRead(read);
  }

  private String spread(SplitRule.Part part, int more, int tasks) {
    return "%s, and one slot would compute %,d of %,d rows: %,d rows are spread over %d tasks before they are computed"
        .formatted(reads(tasks), part.longest(), rule.rows(), part.rows(), more);
  }

  private static String reads(int tasks) {
    return tasks == 1 ? "1 task reads the input" : tasks + " tasks read the input";
  }

  private SplitRule.Part part(long rows, Set<InputFile> files, long longest) {
    List<Slice> of = only(files::contains).orElse(List.of());
    return new SplitRule.Part(
        rows, longest, files.stream().mapToLong(InputFile::length).sum(), Math.max(1, of.size()));
  }

  private boolean isLarge(InputFile file) {
    return rule.isLong(largestRowGroup(List.of(file)));
  }

  private long longest(Collection<InputFile> files, int tasks) {
    return Math.max(largestRowGroup(files), rule.longest(tasks));
  }

  private long largestRowGroup(Collection<InputFile> files) {
    return input.footers().map(footers -> footers.largestRowGroup(files)).orElse(0L);
  }

  private long rows(Collection<InputFile> files) {
    return input.footers().map(footers -> footers.rows(files)).orElse(0L);
  }

  private Dataset<Row> read(ChosenColumns columns, Optional<List<Slice>> part) {
    return new ArticleRows(input, part).select(columns);
  }

  private List<InputFile> files() {
    return slices
        .map(all -> all.stream().flatMap(slice -> slice.files().stream()).toList())
        .orElseGet(input::files);
  }

  /** Returns the slices with some of their files only, without those that have none of them. */
  private Optional<List<Slice>> only(Predicate<InputFile> some) {
    return slices.map(
        all ->
            all.stream()
                .map(slice -> new Slice(slice.id(), slice.files().stream().filter(some).toList()))
                .filter(slice -> !slice.files().isEmpty())
                .toList());
  }

  /**
   * Returns the number of tasks that read rows. Spark may divide a file within a row group, and may
   * read several row groups in one task.
   */
  private int tasks(Dataset<Row> read) {
    int rowGroups = input.footers().map(f -> f.rowGroups(files())).orElse(Integer.MAX_VALUE);
    return Math.min(rowGroups, read.javaRDD().getNumPartitions());
  }
}
