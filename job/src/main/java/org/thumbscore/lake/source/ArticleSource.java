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
 * An opened table of articles; rows are read only when the result of {@link #select} is.
 *
 * <pre>{@code
 * ArticleSource source = ArticleSource.open(spark, input);
 * ChosenColumns columns = source.schema().resolve(request);
 * for (Slice slice : source.slices(slicer, List.of())) {
 *   source.of(List.of(slice)).select(columns, new Partitioning.Auto());
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
   * Lists the files of an input and reads its schema, of parquet files all footers.
   *
   * @throws InputException if Spark finds no table of that format there
   * @throws StorageException if the storage does not answer
   */
  public static ArticleSource open(SparkSession spark, InputLocation input) {
    return new ArticleSource(spark, input, OpenedInput.of(spark, input), Optional.empty());
  }

  /** All rows and the columns that Spark reads. */
  public Dataset<Row> rows() {
    return new ArticleRows(opened, part).all();
  }

  /**
   * Cuts the input into slices by the files that it had when it was opened.
   *
   * @param known of the output; their files stay together
   */
  public List<Slice> slices(Slicer slicer, Collection<SliceRecord> known) {
    return opened.files().isEmpty()
        ? List.of(Slice.whole(input.location(), opened.version().map(TableVersion::id)))
        : slicer.cut(opened.files(), known);
  }

  /** Keeps the rows of some slices only, each with its slice in {@link Slice#COLUMN}. */
  public ArticleSource of(Collection<Slice> slices) {
    return new ArticleSource(spark, input, opened, Optional.of(List.copyOf(slices)));
  }

  /**
   * Counts the rows of slices. A file that is damaged or gone makes its own slice unreadable and no
   * other.
   *
   * @throws StorageException if where they lie does not answer
   */
  public SliceCounts count(Collection<Slice> slices) {
    return new RowCounter(opened).count(slices);
  }

  /**
   * Does work that reads slices.
   *
   * @param what names them in a message
   * @throws GateException if the input of one of them turns out to be damaged or gone
   * @throws StorageException if where it lies does not answer
   */
  public static <T> T reading(String what, Supplier<T> work) {
    return SliceReading.reading(what, work);
  }

  /**
   * Looks which slices have files that are no longer those that were planned. Each directory is
   * listed once.
   *
   * @return why they must not be committed, by the slice's identifier, in the order given
   * @throws StorageException if a directory cannot be listed
   */
  public Map<String, GateException> changed(Collection<Slice> slices) {
    // What is read of a whole input is one version of a table, or nobody can tell.
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

  /** The columns of the table. */
  public InputSchema schema() {
    return new InputSchema(input.location(), opened.table().schema(), opened.unreadable());
  }

  /** Counts the rows without reading a column: from the footers where the format has them. */
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

  /** The columns chosen and no others, divided into tasks. */
  public Dataset<Row> select(ChosenColumns columns, Partitioning partitioning) {
    return divide(new ArticleRows(opened, part).select(columns), partitioning);
  }

  private Dataset<Row> divide(Dataset<Row> articles, Partitioning partitioning) {
    if (partitioning instanceof Partitioning.Fixed fixed) {
      return articles.repartition(fixed.partitions());
    }
    int cores = spark.sparkContext().defaultParallelism();
    return partitioning instanceof Partitioning.Auto && tasks(articles) < cores
        ? articles.repartition(cores)
        : articles;
  }

  /** Row groups of few files are counted, for Spark may cut a file where there is none. */
  private int tasks(Dataset<Row> articles) {
    int cores = spark.sparkContext().defaultParallelism();
    int rowGroups = opened.footers().map(f -> f.rowGroups(files())).orElse(Integer.MAX_VALUE);
    return rowGroups < cores || (opened.footers().isPresent() && files().size() <= cores)
        ? rowGroups
        : articles.javaRDD().getNumPartitions();
  }
}
