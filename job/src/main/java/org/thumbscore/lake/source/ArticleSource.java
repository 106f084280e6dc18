package org.thumbscore.lake.source;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.thumbscore.common.Messages;
import org.thumbscore.lake.plan.InputFile;
import org.thumbscore.lake.plan.InputListing;
import org.thumbscore.lake.plan.Slice;
import org.thumbscore.lake.plan.SliceRecord;
import org.thumbscore.lake.plan.Slicer;
import org.thumbscore.lake.storage.GateException;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.ReadFailure;
import org.thumbscore.lake.storage.StorageException;
import org.thumbscore.lake.storage.UnreachableStorage;
import org.thumbscore.lake.table.TableVersion;
import org.thumbscore.spark.Columns;

/** An opened table of articles; rows are read only when the result of {@link #select} is. */
public final class ArticleSource {
  private static final String FILE = "_metadata.file_path";

  private final SparkSession spark;
  private final InputLocation input;
  private final Dataset<Row> table;
  private final Optional<ParquetFooters> footers;
  private final Optional<TableVersion> version;

  private ArticleSource(
      SparkSession spark,
      InputLocation input,
      Dataset<Row> table,
      Optional<ParquetFooters> footers,
      Optional<TableVersion> version) {
    this.spark = spark;
    this.input = input;
    this.table = table;
    this.footers = footers;
    this.version = version;
  }

  /**
   * Reads the schema.
   *
   * @throws InputException if Spark finds no table of that format there
   */
  public static ArticleSource open(SparkSession spark, InputLocation input) {
    try {
      Optional<TableVersion> version = TableVersion.now(spark, input);
      Dataset<Row> table = version.map(v -> v.load(spark)).orElseGet(() -> load(spark, input));
      return new ArticleSource(spark, input, table, Optional.empty(), version);
    } catch (Exception e) {
      // Scala does not declare what it throws, so the compiler knows none of these as checked.
      if (e instanceof AnalysisException
          || e instanceof SparkException
          || e instanceof ClassNotFoundException) {
        throw new InputException(
            "Cannot read input %s as %s: %s. Check --input and --input-format"
                .formatted(
                    input.location(),
                    input.effectiveFormat(),
                    Messages.firstLine(e instanceof SparkException ? Messages.root(e) : e)),
            e);
      }
      throw e;
    }
  }

  private static Dataset<Row> load(SparkSession spark, InputLocation input) {
    return input.isTable()
        ? spark.read().table(input.location())
        : spark
            .read()
            .format(input.effectiveFormat())
            // Else a file that vanishes, or is damaged, would take its rows with it unseen.
            .option("ignoreMissingFiles", "false")
            .option("ignoreCorruptFiles", "false")
            // Else a flipped bit within an image or a word is read as if it were meant.
            .option("parquet.page.verify-checksum.enabled", "true")
            .load(input.location());
  }

  private static Optional<ParquetFooters> footers(
      SparkSession spark, InputLocation input, String[] files) {
    if (!input.effectiveFormat().equals("parquet")) {
      return Optional.empty();
    }
    if (files.length > spark.sparkContext().defaultParallelism()) {
      return Optional.empty();
    }
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    return ParquetFooters.read(files, hadoop);
  }

  /** All rows and columns. */
  public Dataset<Row> rows() {
    return table;
  }

  /**
   * Cuts the input into slices by the files it has now.
   *
   * @param known of the output; their files stay together
   * @throws StorageException if a directory of the input cannot be listed
   */
  public List<Slice> slices(Slicer slicer, Collection<SliceRecord> known) {
    return version.isEmpty() && tellsFiles()
        ? slicer.cut(listing().look(List.of(table.inputFiles())), known)
        : List.of(Slice.whole(input.location(), version.map(TableVersion::id)));
  }

  /** Tables of Iceberg have files too, but Spark does not tell which row is of which. */
  private boolean tellsFiles() {
    try {
      return table.select(FILE).columns().length == 1;
    } catch (Exception e) {
      // Scala does not declare what it throws.
      if (e instanceof AnalysisException) {
        return false;
      }
      throw e;
    }
  }

  /** Keeps the rows of some slices only, each with its slice in {@link Slice#COLUMN}. */
  public ArticleSource of(Collection<Slice> slices) {
    Slice first = slices.iterator().next();
    if (first.isWhole()) {
      Dataset<Row> rows = table.withColumn(Slice.COLUMN, functions.lit(first.id()));
      return new ArticleSource(spark, input, rows, footers, version);
    }
    HashMap<String, String> sliceOf = new HashMap<>();
    slices.forEach(s -> s.files().forEach(file -> sliceOf.put(file.path(), s.id())));
    UDF1<String, String> lookUp = sliceOf::get;
    Dataset<Row> rows =
        table
            .filter(functions.col(FILE).isin(sliceOf.keySet().toArray()))
            .withColumn(
                Slice.COLUMN,
                functions.udf(lookUp, DataTypes.StringType).apply(functions.col(FILE)));
    return new ArticleSource(
        spark,
        input,
        rows,
        footers(spark, input, sliceOf.keySet().toArray(String[]::new)),
        version);
  }

  /** Counts the rows of some slices. */
  public SliceCounts count(Collection<Slice> slices) {
    Map<String, Long> rows = new HashMap<>();
    Map<String, GateException> unreadable = new HashMap<>();
    for (Slice slice : slices) {
      try {
        rows.put(slice.id(), reading(slice.describe(), of(List.of(slice))::countRows));
      } catch (GateException e) {
        unreadable.put(slice.id(), e);
      }
    }
    return new SliceCounts(rows, unreadable);
  }

  /**
   * Does work that reads slices.
   *
   * @param what names them in a message
   * @throws GateException if the slice's input turns out to be damaged or gone
   * @throws StorageException if where it lies does not answer
   */
  public static <T> T reading(String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (StorageException e) {
      throw e;
    } catch (Exception e) {
      Optional<String> unanswered = UnreachableStorage.reason(e);
      if (unanswered.isPresent()) {
        throw new StorageException(
            "Cannot read input of slice %s: %s. Start the run again when the storage answers: it goes on"
                .formatted(what, unanswered.get()),
            e);
      }
      Optional<String> why = ReadFailure.of(e);
      if (why.isPresent()) {
        throw new GateException(
            "Refused to publish slice %s: its input cannot be read: %s. Mend or remove the file, then start the run again"
                .formatted(what, why.get()));
      }
      throw e;
    }
  }

  /**
   * Finds slices whose files are not those that were planned any more, so that nobody knows what
   * was read.
   *
   * @return why each of them must not be committed, by the slice's id
   */
  public Map<String, GateException> changed(Collection<Slice> slices) {
    Map<String, GateException> changed = new HashMap<>();
    InputListing listing = listing();
    for (Slice slice : slices) {
      // What is read of a table is one version of it, or nobody can tell.
      List<InputFile> files = slice.isWhole() ? List.of() : slice.files();
      List<InputFile> now = listing.look(files.stream().map(InputFile::path).toList());
      files.stream()
          .filter(file -> !now.contains(file))
          .findFirst()
          .ifPresent(file -> changed.put(slice.id(), changed(slice, file)));
    }
    return changed;
  }

  private static GateException changed(Slice slice, InputFile file) {
    return new GateException(
        "Refused to publish slice %s: its input %s changed or went while it was read. Start the run again"
            .formatted(slice.describe(), file.path()));
  }

  private InputListing listing() {
    return new InputListing(spark.sparkContext().hadoopConfiguration());
  }

  /** The columns of the table. */
  public InputSchema schema() {
    return new InputSchema(input.location(), table.schema());
  }

  /** Counts the rows without reading a column: from the footers where the format has them. */
  public long countRows() {
    return footers.map(ParquetFooters::rows).orElseGet(table::count);
  }

  /** The columns chosen and no others, divided into tasks. */
  public Dataset<Row> select(ChosenColumns columns, Partitioning partitioning) {
    Map<String, Column> needed = new LinkedHashMap<>();
    needed.put(columns.id(), Columns.named(columns.id()));
    columns.kept().forEach((name, as) -> needed.put(as, Columns.named(name).as(as)));
    needed.put(columns.text(), Columns.named(columns.text()));
    needed.put(columns.image(), Columns.named(columns.image()));
    if (List.of(table.columns()).contains(Slice.COLUMN)) {
      needed.put(Slice.COLUMN, Columns.named(Slice.COLUMN));
    }
    return divide(table.select(needed.values().toArray(Column[]::new)), partitioning);
  }

  private Dataset<Row> divide(Dataset<Row> articles, Partitioning partitioning) {
    if (partitioning instanceof Partitioning.Fixed fixed) {
      return articles.repartition(fixed.partitions());
    }
    int cores = spark.sparkContext().defaultParallelism();
    return tasks(articles) < cores ? articles.repartition(cores) : articles;
  }

  private int tasks(Dataset<Row> articles) {
    return footers
        .map(ParquetFooters::rowGroups)
        .orElseGet(() -> articles.javaRDD().getNumPartitions());
  }
}
