package org.thumbscore.lake.source;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.lake.plan.InputFile;
import org.thumbscore.lake.plan.InputListing;
import org.thumbscore.lake.plan.Slice;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.plan.Slicer;
import org.thumbscore.lake.storage.GateException;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.StorageException;
import org.thumbscore.lake.table.TableVersion;

/**
 * An opened table of articles. Rows are read only when the result of {@link #select} is evaluated.
 *
 * <pre>{@code
 * ArticleSource source = ArticleSource.open(spark, input);
 * ChosenColumns columns = source.schema().resolve(request);
 * for (Slice slice : source.slices(slicer, List.of())) {
 *   source.of(List.of(slice)).select(columns);
 * }
 * }</pre>
 */
public final class ArticleSource {
  private final SparkSession spark;
  private final InputLocation input;
  private final OpenedInput opened;
  private final Optional<List<Slice>> part;

  private ArticleSource(
      SparkSession spark, InputLocation input, OpenedInput opened, Optional<List<Slice>> part) {
    this.spark = spark;
    this.input = input;
    this.opened = opened;
    this.part = part;
  }

  /**
   * Opens an input by listing its files and reading its schema. For parquet, this reads the footers
   * of all files.
   *
   * @throws InputException if Spark finds no table of the given format
   * @throws StorageException if the storage is unreachable
   */
  public static ArticleSource open(SparkSession spark, InputLocation input) {
    return new ArticleSource(spark, input, OpenedInput.of(spark, input), Optional.empty());
  }

  /** Returns all rows with all readable columns. */
  public Dataset<Row> rows() {
    return new ArticleRows(opened, part).all();
  }

  /**
   * Divides the input into slices of the files that it had when it was opened.
   *
   * @param known the slices of the output, whose files stay together
   */
  public List<Slice> slices(Slicer slicer, Collection<SliceRecord> known) {
    return opened.files().isEmpty()
        ? List.of(Slice.whole(input.location(), opened.version().map(TableVersion::id)))
        : slicer.cut(opened.files(), known);
  }

  /**
   * Returns a source of the rows of the given slices, with the id of each row's slice in {@link
   * Slice#COLUMN}.
   */
  public ArticleSource of(Collection<Slice> slices) {
    return new ArticleSource(spark, input, opened, Optional.of(List.copyOf(slices)));
  }

  /**
   * Counts the rows of the given slices. A damaged or missing file makes only its own slice
   * unreadable.
   *
   * @throws StorageException if the storage is unreachable
   */
  public SliceCounts count(Collection<Slice> slices) {
    return new RowCounter(opened).count(slices);
  }

  /**
   * Runs work that reads slices and translates its failures.
   *
   * @param what describes the slices for error messages
   * @throws GateException if input of the slices is damaged or missing
   * @throws StorageException if the storage is unreachable
   */
  public static <T> T reading(String what, Supplier<T> work) {
    return SliceReading.reading(what, work);
  }

  /**
   * Finds slices whose files have changed since they were planned. Each directory is listed once.
   *
   * @return the reason why a slice must not be committed by slice id, in the order given
   * @throws StorageException if a directory cannot be listed
   */
  public Map<String, GateException> changed(Collection<Slice> slices) {
    // An input without files is read at a fixed table version, or changes to it cannot be
    // detected.
    List<Slice> ofFiles = slices.stream().filter(slice -> !slice.isWhole()).toList();
    List<String> paths =
        ofFiles.stream().flatMap(slice -> slice.files().stream()).map(InputFile::path).toList();
    Set<InputFile> now =
        new HashSet<>(new InputListing(spark.sparkContext().hadoopConfiguration()).look(paths));
    Map<String, GateException> changed = new LinkedHashMap<>();
    for (Slice slice : ofFiles) {
      slice.files().stream()
          .filter(file -> !now.contains(file))
          .findFirst()
          .ifPresent(file -> changed.put(slice.id(), SliceReading.changed(slice, file.path())));
    }
    return changed;
  }

  /** Returns the schema of the input. */
  public InputSchema schema() {
    return new InputSchema(input.location(), opened.table().schema(), opened.unreadable());
  }

  /** Counts the rows, using parquet footers where available and otherwise by reading the input. */
  public long countRows() {
    return opened
        .footers()
        .map(footers -> footers.rows(files()))
        .orElseGet(() -> new ArticleRows(opened, part).all().count());
  }

  private List<InputFile> files() {
    return part.map(slices -> slices.stream().flatMap(slice -> slice.files().stream()).toList())
        .orElseGet(opened::files);
  }

  /** Returns exactly the chosen columns, in the tasks in which Spark reads them. */
  public Dataset<Row> select(ChosenColumns columns) {
    return new ArticleRows(opened, part).select(columns);
  }

  /**
   * Returns exactly the chosen columns, divided as requested.
   *
   * @param rows the number of rows of this source
   * @param slots the number of tasks that can run at the same time
   */
  public DividedRows divide(
      ChosenColumns columns, Partitioning partitioning, long rows, int slots) {
    return new RowDivider(opened, part, new SplitRule(rows, slots)).all(columns, partitioning);
  }

  /**
   * Returns some of the rows, divided as requested.
   *
   * @param some rows that were chosen from those of {@link #select}
   * @param rows their number
   * @param slots the number of tasks that can run at the same time
   */
  public DividedRows divide(
      ChosenColumns columns, Dataset<Row> some, Partitioning partitioning, long rows, int slots) {
    return new RowDivider(opened, part, new SplitRule(rows, slots))
        .some(columns, some, partitioning);
  }
}
