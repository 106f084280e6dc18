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
 * An input as it was found: its table, and its files where Spark tells which row is of which.
 *
 * @param unreadable why columns are not among the table's, by name
 * @param files in the order of their paths; empty where they are not known
 * @param strays paths of files beside them that the table reads unless they are filtered out
 * @param footers of parquet files that were found by their path
 */
record OpenedInput(
    Dataset<Row> table,
    Map<String, String> unreadable,
    List<InputFile> files,
    Set<String> strays,
    Optional<Footers> footers,
    Optional<TableVersion> version) {
  /** The column of Spark that holds the path of each row's file. */
  static final String FILE = "_metadata.file_path";

  private static final Logger LOG = LoggerFactory.getLogger(OpenedInput.class);

  /**
   * Finds the files, and reads the schema.
   *
   * @throws InputException if Spark finds no table of that format there
   * @throws StorageException if the storage does not answer
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
      // Scala does not declare what it throws, so the compiler knows none of these as checked.
      if (e instanceof SparkThrowable || e instanceof ClassNotFoundException) {
        throw new InputException(
            message(input, Messages.firstLine(e instanceof SparkException ? Messages.root(e) : e)),
            e);
      }
      throw e;
    } catch (AssertionError e) {
      // So Spark says that directories do not fit together.
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
    return new OpenedInput(table, Map.of(), files, Set.of(), Optional.empty(), version);
  }

  /** A table of a catalog, or one that knows its files itself. */
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
    Set<String> strays = new HashSet<>(footers.strays());
    List<InputFile> files = found.stream().filter(f -> !strays.contains(f.path())).toList();
    if (footers.columns().isEmpty()) {
      throw refused(input, footers.firstDamage().orElseGet(() -> noneOf(footers.strays())));
    }
    if (!strays.isEmpty()) {
      LOG.warn(
          "input {}: {} files are left alone for they are empty or no parquet, the first {}",
          input.location(),
          strays.size(),
          footers.strays().get(0));
    }
    DirectoryLayout layout = DirectoryLayout.of(input.location(), roots.found(), files);
    MergedColumns columns = MergedColumns.of(footers.columns());
    if (columns.readable().isEmpty()) {
      throw refused(
          input,
          "it has no column of a type that Spark reads; found: " + columns.unreadable().keySet());
    }
    StructType schema = columns.readableBut(layout.keys());
    Dataset<Row> table = load(reader(spark, input).schema(schema), roots, layout);
    return new OpenedInput(
        table, columns.unreadable(), files, strays, Optional.of(footers), Optional.empty());
  }

  private static String noneOf(List<String> strays) {
    return strays.isEmpty()
        ? "no file is there"
        : "found %d files that are empty or no parquet, the first %s"
            .formatted(strays.size(), strays.get(0));
  }

  private static DataFrameReader reader(SparkSession spark, InputLocation input) {
    return spark
        .read()
        .format(input.effectiveFormat())
        // Else a file that vanishes, or is damaged, would take its rows with it unseen.
        .option("ignoreMissingFiles", "false")
        .option("ignoreCorruptFiles", "false")
        // Else a flipped bit within an image or a word is read as if it were meant.
        .option("parquet.page.verify-checksum.enabled", "true");
  }

  private static Dataset<Row> load(
      DataFrameReader reader, InputRoots roots, DirectoryLayout layout) {
    return reader
        // The paths were looked up, so that a bracket in a name is no pattern.
        .option("__globPaths__", "false")
        .option(
            "recursiveFileLookup", Boolean.toString(layout.kind() == DirectoryLayout.Kind.NESTED))
        .load(roots.paths().toArray(String[]::new));
  }

  /** Tables of Iceberg have files too, but Spark does not tell which row is of which. */
  private static boolean tellsFiles(Dataset<Row> table) {
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

  private static InputListing listing(SparkSession spark) {
    return new InputListing(spark.sparkContext().hadoopConfiguration());
  }

  /** The rows of all files but the strays. */
  Dataset<Row> rows() {
    return strays.isEmpty()
        ? table
        : table.filter(functions.not(functions.col(FILE).isin(strays.toArray())));
  }

  /** The rows of some files. */
  Dataset<Row> rows(List<InputFile> some) {
    Object[] paths = some.stream().map(InputFile::path).toArray();
    return table.filter(functions.col(FILE).isin(paths));
  }
}
