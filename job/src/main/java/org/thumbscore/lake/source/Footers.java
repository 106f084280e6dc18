package org.thumbscore.lake.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.thumbscore.lake.plan.InputFile;
import org.thumbscore.lake.plan.Slice;
import org.thumbscore.lake.storage.Concurrently;
import org.thumbscore.lake.storage.StorageException;

/**
 * The footers of all parquet files of an input, read once. Only two numbers are kept for each row
 * group.
 */
final class Footers {
  // The driver reads the footers of few files faster than a Spark job would.
  private static final int FOR_THE_DRIVER = 200;
  private static final int PER_TASK = 128;

  private final Map<String, FileFooter> byPath;

  private Footers(Map<String, FileFooter> byPath) {
    this.byPath = byPath;
  }

  /**
   * Reads the footers of the given files concurrently.
   *
   * @throws StorageException if the storage is unreachable
   */
  static Footers read(SparkSession spark, String location, Collection<InputFile> files) {
    ParquetRules rules = ParquetRules.of(spark);
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    List<FileFooter> footers =
        files.size() <= FOR_THE_DRIVER
            ? Concurrently.map(files, new FooterReader(rules, hadoop)::read)
            : inTasks(spark, rules, hadoop, List.copyOf(files));
    Map<FileColumns, FileColumns> shared = new HashMap<>();
    Map<String, FileFooter> byPath = new LinkedHashMap<>();
    Iterator<FileFooter> each = footers.iterator();
    for (InputFile file : files) {
      byPath.put(file.path(), answered(location, sharing(each.next(), shared)));
    }
    return new Footers(byPath);
  }

  private static List<FileFooter> inTasks(
      SparkSession spark, ParquetRules rules, Configuration hadoop, List<InputFile> files) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SerializableConfiguration> settings =
        context.broadcast(new SerializableConfiguration(hadoop));
    List<FooterTask.File> work = files.stream().map(FooterTask.File::of).toList();
    int tasks = (files.size() + PER_TASK - 1) / PER_TASK;
    try {
      return context
          .parallelize(work, tasks)
          .mapPartitions(new FooterTask(rules, settings))
          .collect();
    } finally {
      settings.destroy();
    }
  }

  /** Returns an equal footer that shares its columns with other footers that have the same ones. */
  static FileFooter sharing(FileFooter footer, Map<FileColumns, FileColumns> shared) {
    return footer instanceof FileFooter.Whole whole
        ? new FileFooter.Whole(
            whole.rowGroups(), shared.computeIfAbsent(whole.columns(), columns -> columns))
        : footer;
  }

  private static FileFooter answered(String location, FileFooter footer) {
    if (footer instanceof FileFooter.Unanswered silent) {
      throw new StorageException(
          "Cannot read input %s: %s. Start the run again when the storage answers: it goes on"
              .formatted(location, silent.why()));
    }
    return footer;
  }

  /** Returns the paths of ignored files in path order. */
  List<String> ignoredFiles() {
    return byPath.keySet().stream()
        .filter(path -> byPath.get(path) instanceof FileFooter.Ignored)
        .toList();
  }

  /** Returns a description of the first damaged file, if any. */
  Optional<String> firstDamage() {
    return firstDamage(byPath.keySet());
  }

  private Optional<String> firstDamage(Collection<String> paths) {
    return paths.stream()
        .map(byPath::get)
        .filter(FileFooter.Damaged.class::isInstance)
        .map(footer -> ((FileFooter.Damaged) footer).why())
        .findFirst();
  }

  /** Returns a description of the first damaged file of a slice, if any. */
  Optional<String> damageOf(Slice slice) {
    return firstDamage(slice.files().stream().map(InputFile::path).toList());
  }

  /** Returns the number of rows of the given files. */
  long rows(Collection<InputFile> files) {
    return whole(files).stream().mapToLong(FileFooter.Whole::rows).sum();
  }

  /** Returns the number of non-empty row groups of the given files. */
  int rowGroups(Collection<InputFile> files) {
    return whole(files).stream().mapToInt(footer -> footer.rowGroups().size()).sum();
  }

  /** Returns the number of rows of the largest row group of the given files. */
  long largestRowGroup(Collection<InputFile> files) {
    return whole(files).stream().mapToLong(FileFooter.Whole::largestRowGroup).max().orElse(0);
  }

  /** Returns the row groups of a file that are not empty. */
  List<FileFooter.RowGroup> rowGroupsOf(InputFile file) {
    return whole(List.of(file)).stream().flatMap(footer -> footer.rowGroups().stream()).toList();
  }

  private List<FileFooter.Whole> whole(Collection<InputFile> files) {
    List<FileFooter.Whole> whole = new ArrayList<>();
    for (InputFile file : files) {
      if (byPath.get(file.path()) instanceof FileFooter.Whole footer) {
        whole.add(footer);
      }
    }
    return whole;
  }

  /** Returns each distinct set of columns with the first file that has it. */
  Map<FileColumns, String> columns() {
    Map<FileColumns, String> columns = new LinkedHashMap<>();
    byPath.forEach(
        (path, footer) -> {
          if (footer instanceof FileFooter.Whole whole) {
            columns.putIfAbsent(whole.columns(), path);
          }
        });
    return columns;
  }

  /** Returns the columns of a file, or empty if it is damaged. */
  Optional<FileColumns> columns(String path) {
    return byPath.get(path) instanceof FileFooter.Whole whole
        ? Optional.of(whole.columns())
        : Optional.empty();
  }
}
