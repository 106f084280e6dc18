package org.thumbscore.lake.table;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.thumbscore.common.Messages;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.lake.storage.OutputDirectory;
import org.thumbscore.lake.storage.OutputLocation;
import org.thumbscore.lake.storage.StorageException;
import org.thumbscore.lake.storage.TableFormat;
import org.thumbscore.spark.Columns;

/**
 * An Iceberg or Delta table of scores, partitioned by slice. One commit replaces a slice as a
 * whole, and no file contains rows of two slices, even after the files are rewritten. Not
 * thread-safe.
 */
public final class LakeTable {
  /** The column that tables have in addition to those of the scores. */
  public static final String SLICE = "slice";

  private final SparkSession spark;
  private final OutputLocation output;
  private final String name;
  private final String directory;

  private LakeTable(SparkSession spark, OutputLocation output, String name, String directory) {
    this.spark = spark;
    this.output = output;
    this.name = name;
    this.directory = directory;
  }

  /**
   * Finds the table of an output.
   *
   * @return the table, or empty if there is none and one can be created
   * @throws InputException if the output holds something else
   * @throws StorageException if Spark lacks the library or the catalog, or access to the storage
   *     fails
   */
  public static Optional<LakeTable> find(
      SparkSession spark, OutputLocation output, Configuration hadoop) {
    TableFormat format = output.format().table().orElseThrow();
    format.requireLibrary();
    try {
      if (output.isPath()) {
        OutputDirectory directory = OutputDirectory.at(output.location(), hadoop);
        String name = TableName.ofPath(spark, format, directory.root());
        return holdsTable(directory, format)
            ? Optional.of(new LakeTable(spark, output, name, directory.root().toString()))
            : Optional.empty();
      }
      String name = TableName.ofCatalog(spark, format, output.location());
      return spark.catalog().tableExists(name)
          ? Optional.of(new LakeTable(spark, output, name, described(spark, output, name)))
          : Optional.empty();
    } catch (Exception e) {
      throw failure(output, e);
    }
  }

  private static boolean holdsTable(OutputDirectory directory, TableFormat format)
      throws IOException {
    if (directory.files().exists(new Path(directory.root(), format.mark()))) {
      return true;
    }
    if (!directory.visible().isEmpty()) {
      throw new InputException(
          "Cannot write output %s: it holds files, but no %s table; expected one, or an empty directory. Choose another --output"
              .formatted(directory.root(), format.title()));
    }
    return false;
  }

  /** Returns the location of a catalog's table after checking its provider. */
  private static String described(SparkSession spark, OutputLocation output, String name) {
    Map<String, String> told =
        spark.sql("DESCRIBE TABLE EXTENDED " + name).collectAsList().stream()
            .filter(row -> List.of("Provider", "Location").contains(row.getString(0)))
            .collect(
                Collectors.toMap(row -> row.getString(0), row -> row.getString(1), (a, b) -> b));
    String provider = told.getOrDefault("Provider", "no provider");
    if (!provider.equalsIgnoreCase(output.format().label())) {
      throw new InputException(
          "Cannot write output %s: found a table of %s, expected one of %s. Check --output-format"
              .formatted(output.location(), provider, output.format().label()));
    }
    return told.get("Location");
  }

  /**
   * Opens the table of an output, creating an empty one if there is none.
   *
   * @param scores the schema of the rows to be written
   * @param partitionBy the columns that a new table is partitioned by before {@link #SLICE}
   * @throws InputException if the table has other columns, or the output holds something else
   * @throws StorageException if Spark lacks the library or the catalog, or access to the storage
   *     fails
   */
  public static LakeTable openOrCreate(
      SparkSession spark,
      OutputLocation output,
      StructType scores,
      List<String> partitionBy,
      Configuration hadoop) {
    if (Arrays.stream(scores.fieldNames()).anyMatch(SLICE::equalsIgnoreCase)) {
      throw new InputException(
          "Cannot write a column '%s': a table has one of that name, which tells slices apart. Leave it out of --keep, or rename it in the input"
              .formatted(SLICE));
    }
    LakeTable table =
        find(spark, output, hadoop)
            .orElseGet(() -> create(spark, output, scores, partitionBy, hadoop));
    table.requireColumns(scores);
    return table;
  }

  private static LakeTable create(
      SparkSession spark,
      OutputLocation output,
      StructType scores,
      List<String> partitionBy,
      Configuration hadoop) {
    TableFormat format = output.format().table().orElseThrow();
    try {
      String name =
          output.isPath()
              ? TableName.ofPath(
                  spark, format, OutputDirectory.at(output.location(), hadoop).root())
              : output.location();
      Column[] partitions =
          Stream.concat(partitionBy.stream(), Stream.of(SLICE))
              .map(Columns::named)
              .toArray(Column[]::new);
      spark
          .createDataFrame(List.of(), scores.add(SLICE, "string"))
          .writeTo(name)
          .using(format.label())
          .partitionedBy(partitions[0], Arrays.copyOfRange(partitions, 1, partitions.length))
          .create();
    } catch (Exception e) {
      // Catches Exception because Scala does not declare checked exceptions; another run may have
      // created the table concurrently.
      if (!(e instanceof AnalysisException exists)
          || !"TABLE_OR_VIEW_ALREADY_EXISTS".equals(exists.getCondition())) {
        throw failure(output, e);
      }
    }
    return find(spark, output, hadoop)
        .orElseThrow(
            () ->
                new StorageException(
                    "Cannot write output %s: the table that was just made is not there. Start the run again"
                        .formatted(output.location())));
  }

  private void requireColumns(StructType scores) {
    Map<String, String> found = types(rows().schema());
    Map<String, String> expected = types(scores.add(SLICE, "string"));
    for (String column : union(found, expected)) {
      String is = found.getOrDefault(column, "missing");
      String should = expected.getOrDefault(column, "no such column");
      if (!is.equals(should) && !(is.equals("int") && should.matches("tinyint|smallint"))) {
        throw new InputException(
            "Cannot write output %s: its column '%s' is %s, expected %s. Choose another --output, or drop the table"
                .formatted(output.location(), column, is, should));
      }
    }
    if (!isPartitionedBySlice()) {
      throw new InputException(
          "Cannot write output %s: it is not partitioned by its column '%s', so that slices cannot be replaced one by one. Partition it so, or let this command make the table"
              .formatted(output.location(), SLICE));
    }
  }

  private static List<String> union(Map<String, String> one, Map<String, String> other) {
    return Stream.concat(one.keySet().stream(), other.keySet().stream()).distinct().toList();
  }

  private static Map<String, String> types(StructType schema) {
    Map<String, String> types = new TreeMap<>();
    for (StructField field : schema.fields()) {
      types.put(field.name().toLowerCase(Locale.ROOT), field.dataType().simpleString());
    }
    return types;
  }

  private boolean isPartitionedBySlice() {
    try {
      return !spark
          .catalog()
          .listColumns(name)
          .filter("name = '%s' and isPartition".formatted(SLICE))
          .isEmpty();
    } catch (AnalysisException e) {
      throw failure(output, e);
    }
  }

  /** Returns the location as given by the user: a path or a table name. */
  public String location() {
    return output.isPath() ? directory : output.location();
  }

  /** Returns the directory of the table's files. */
  public String directory() {
    return directory;
  }

  /** Returns all current rows. */
  public Dataset<Row> rows() {
    return spark.table(name);
  }

  /**
   * Returns the number of rows of each slice. Rows with a null slice are counted under an empty
   * key.
   */
  public Map<Optional<String>, Long> rowsBySlice() {
    return rows().groupBy(SLICE).count().collectAsList().stream()
        .collect(
            Collectors.toMap(row -> Optional.ofNullable(row.getString(0)), row -> row.getLong(1)));
  }

  /** Returns the history of the current state of the table. */
  public TableHistory history() {
    return TableHistory.read(output.format().table().orElseThrow(), spark, name);
  }

  /** Reads staged rows, to be passed to {@link #replace}. */
  public Dataset<Row> read(Path staged) {
    return spark.read().parquet(staged.toString());
  }

  /** Returns an empty dataset with the columns of staged rows. */
  public Dataset<Row> none() {
    return rows().drop(SLICE).limit(0);
  }

  /**
   * Replaces the given slices, which must include the slice of the commit, by the given rows in one
   * commit.
   *
   * @throws StorageException if the commit fails; callers must check whether it took effect
   */
  public void replace(Collection<Optional<String>> slices, Dataset<Row> rows, TableCommit commit) {
    DataFrameWriterV2<Row> writer =
        rows.withColumn(SLICE, functions.lit(commit.slice())).writeTo(name);
    commit.options(output.format().table().orElseThrow()).forEach(writer::option);
    try {
      writer.overwrite(isOneOf(slices));
    } catch (Exception e) {
      // Scala does not declare checked exceptions.
      throw failure(output, e);
    }
  }

  private static Column isOneOf(Collection<Optional<String>> slices) {
    Object[] named = slices.stream().flatMap(Optional::stream).sorted().toArray();
    Column condition = functions.col(SLICE).isin(named);
    return slices.contains(Optional.<String>empty())
        ? condition.or(functions.col(SLICE).isNull())
        : condition;
  }

  private static RuntimeException failure(OutputLocation output, Exception cause) {
    if (cause instanceof InputException || cause instanceof StorageException) {
      return (RuntimeException) cause;
    }
    return new StorageException(
        "Cannot write output %s as a table of %s: %s. Check --output and the catalog's settings"
            .formatted(
                output.location(),
                output.format().label(),
                Messages.firstLine(
                    cause instanceof AnalysisException ? cause : Messages.root(cause))),
        cause);
  }
}
