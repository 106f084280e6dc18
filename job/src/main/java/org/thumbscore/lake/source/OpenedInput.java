package org.thumbscore.lake.source;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.thumbscore.common.Messages;
import org.thumbscore.lake.plan.InputFile;
import org.thumbscore.lake.plan.InputListing;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.InputRoots;
import org.thumbscore.lake.storage.StorageException;
import org.thumbscore.lake.table.TableVersion;

/**
 * An opened input: its table and, if Spark can tell the file of each row, its files.
 *
 * @param unreadable the reasons why columns are missing from the table, by name
 * @param files the files in path order; empty if they are not known
 * @param ignored the paths of files that are not data but that the table reads unless they are
 *     filtered out
 * @param footers the footers of parquet files, if the input was given by path
 * @param splits how parquet files are divided into tasks, if the input was given by path
 * @param version the version of a table that is versioned as a whole
 */
record OpenedInput(
    Dataset<Row> table,
    Map<String, String> unreadable,
    List<InputFile> files,
    Set<String> ignored,
    Optional<Footers> footers,
    Optional<FileSplits> splits,
    Optional<TableVersion> version) {
  /** Spark's metadata column that holds the path of each row's file. */
  static final String FILE = "_metadata.file_path";

  private static final Logger LOG = LoggerFactory.getLogger(OpenedInput.class);

  /**
   * Opens an input by listing its files and reading its schema.
   *
   * @throws InputException if Spark finds no table of the given format
   * @throws StorageException if the storage is unreachable
   */
  static OpenedInput of(SparkSession spark, InputLocation input) {
    try {
      Optional<TableVersion> version = TableVersion.now(spark, input);
      if (version.isPresent()) {
        return table(version.get().load(spark), List.of(), version);
      }
      return input.isTable() || input.tableFormat().isPresent()
          ? named(spark, input)
          : under(spark, input);
    } catch (IOException e) {
      throw new StorageException(
          "Cannot read input %s: %s. Check the path's file system and its credentials"
              .formatted(input.location(), Messages.firstLine(e)),
          e);
    } catch (Exception e) {
      // Scala does not declare checked exceptions, so Java cannot catch these by type.
      if (e instanceof SparkThrowable || e instanceof ClassNotFoundException) {
        throw new InputException(
            message(input, Messages.firstLine(e instanceof SparkException ? Messages.root(e) : e)),
            e);
      }
      throw e;
    } catch (AssertionError e) {
      // Spark reports conflicting directory structures with an AssertionError.
      throw new InputException(message(input, Messages.firstLine(e)), e);
    }
  }

  private static InputException refused(InputLocation input, String why) {
    return new InputException(message(input, why));
  }

  private static String message(InputLocation input, String why) {
    return "Cannot read input %s as %s: %s. Check --input and --input-format"
        .formatted(input.location(), input.effectiveFormat(), why);
  }

  private static OpenedInput table(
      Dataset<Row> table, List<InputFile> files, Optional<TableVersion> version) {
    return new OpenedInput(
        table, Map.of(), files, Set.of(), Optional.empty(), Optional.empty(), version);
  }

  /** Opens a table of a catalog or of a format that tracks its own files. */
  private static OpenedInput named(SparkSession spark, InputLocation input) {
    Dataset<Row> table =
        input.isTable()
            ? spark.read().table(input.location())
            : reader(spark, input).load(input.location());
    List<InputFile> files =
        tellsFiles(table) ? listing(spark).look(List.of(table.inputFiles())) : List.of();
    return table(table, files, Optional.empty());
  }

  private static OpenedInput under(SparkSession spark, InputLocation input) throws IOException {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    InputRoots roots = InputRoots.of(input.location(), hadoop);
    if (roots.found().isEmpty()) {
      throw refused(input, "nothing is there");
    }
    List<InputFile> files = listing(spark).under(roots.found());
    if (input.effectiveFormat().equals("parquet")) {
      return parquet(spark, input, roots, files);
    }
    DirectoryLayout layout = DirectoryLayout.of(input.location(), roots.found(), files);
    Dataset<Row> table = load(reader(spark, input), roots, layout);
    return table(table, tellsFiles(table) ? files : List.of(), Optional.empty());
  }

  private static OpenedInput parquet(
      SparkSession spark, InputLocation input, InputRoots roots, List<InputFile> found) {
    Footers footers = Footers.read(spark, input.location(), found);
    Set<String> ignored = new HashSet<>(footers.ignoredFiles());
    List<InputFile> files = found.stream().filter(f -> !ignored.contains(f.path())).toList();
    if (footers.columns().isEmpty()) {
      throw refused(input, footers.firstDamage().orElseGet(() -> noneOf(footers.ignoredFiles())));
    }
    if (!ignored.isEmpty()) {
      LOG.warn(
          "input {}: ignoring {} files that are empty or not parquet, the first of them {}",
          input.location(),
          ignored.size(),
          footers.ignoredFiles().get(0));
    }
    DirectoryLayout layout = DirectoryLayout.of(input.location(), roots.found(), files);
    MergedColumns columns = MergedColumns.of(footers.columns());
    if (columns.readable().isEmpty()) {
      throw refused(
          input,
          "it has no column of a type that Spark reads; found: " + columns.unreadable().keySet());
    }
    StructType schema = columns.readableBut(layout.keys());
    FileSplits splits = FileSplits.of(spark);
    Dataset<Row> table = load(reader(splits.session(), input).schema(schema), roots, layout);
    return new OpenedInput(
        table,
        columns.unreadable(),
        files,
        ignored,
        Optional.of(footers),
        Optional.of(splits),
        Optional.empty());
  }

  private static String noneOf(List<String> ignored) {
    return ignored.isEmpty()
        ? "no file is there"
        : "found %d files that are empty or no parquet, the first %s"
            .formatted(ignored.size(), ignored.get(0));
  }

  private static DataFrameReader reader(SparkSession spark, InputLocation input) {
    return spark
        .read()
        .format(input.effectiveFormat())
        // Otherwise rows of missing or damaged files would be skipped silently.
        .option("ignoreMissingFiles", "false")
        .option("ignoreCorruptFiles", "false")
        // Otherwise corrupted bytes within an image or text would be read as valid data.
        .option("parquet.page.verify-checksum.enabled", "true");
  }

  private static Dataset<Row> load(
      DataFrameReader reader, InputRoots roots, DirectoryLayout layout) {
    return reader
        // The paths are already resolved, so special characters must not be treated as glob
        // patterns.
        .option("__globPaths__", "false")
        .option(
            "recursiveFileLookup", Boolean.toString(layout.kind() == DirectoryLayout.Kind.NESTED))
        .load(roots.paths().toArray(String[]::new));
  }

  /** Returns whether Spark can tell the file of each row, which it cannot for Iceberg tables. */
  private static boolean tellsFiles(Dataset<Row> table) {
    try {
      return table.select(FILE).columns().length == 1;
    } catch (Exception e) {
      // Scala does not declare checked exceptions.
      if (e instanceof AnalysisException) {
        return false;
      }
      throw e;
    }
  }

  private static InputListing listing(SparkSession spark) {
    return new InputListing(spark.sparkContext().hadoopConfiguration());
  }

  /** Returns the rows of all files except ignored ones. */
  Dataset<Row> rows() {
    return ignored.isEmpty()
        ? table
        : table.filter(functions.not(functions.col(FILE).isin(ignored.toArray())));
  }

  /** Returns the rows of the given files. */
  Dataset<Row> rows(List<InputFile> some) {
    Object[] paths = some.stream().map(InputFile::path).toArray();
    return table.filter(functions.col(FILE).isin(paths));
  }
}
