package org.thumbscore.lake.table;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thumbscore.lake.storage.InputLocation;
import org.thumbscore.lake.storage.StorageException;
import org.thumbscore.lake.storage.TableFormat;
import org.thumbscore.spark.Columns;

/**
 * A table of articles at a fixed version, which Spark can read independently of later changes.
 *
 * @param id the snapshot id of an Iceberg table or the version of a Delta table
 */
public record TableVersion(InputLocation input, TableFormat format, String id) {
  private static final String DELETION_VECTORS = "deletionVectors";

  /**
   * Returns the current version, or empty if the input is not a table that is versioned as a whole.
   * A Delta table is versioned as a whole only if it supports deletion vectors; otherwise every
   * change is visible in its list of files.
   *
   * @throws StorageException if the library of the format is missing
   */
  public static Optional<TableVersion> now(SparkSession spark, InputLocation input) {
    input.tableFormat().ifPresent(TableFormat::requireLibrary);
    return input
        .tableFormat()
        .flatMap(
            format ->
                (format == TableFormat.ICEBERG ? snapshot(spark, input) : version(spark, input))
                    .map(id -> new TableVersion(input, format, id)));
  }

  private static Optional<String> snapshot(SparkSession spark, InputLocation input) {
    Dataset<Row> refs =
        input.isPath()
            ? spark.read().format("iceberg").load(input.location() + "#refs")
            : spark.table(input.location() + ".refs");
    return first(refs.filter("name = 'main'").selectExpr("cast(snapshot_id as string)"));
  }

  private static Optional<String> version(SparkSession spark, InputLocation input) {
    String table = input.isPath() ? "delta." + Columns.quoted(input.location()) : input.location();
    Dataset<Row> features = spark.sql("DESCRIBE DETAIL " + table).selectExpr("tableFeatures");
    boolean hidesDeletions =
        features.collectAsList().stream()
            .anyMatch(row -> !row.isNullAt(0) && row.<String>getList(0).contains(DELETION_VECTORS));
    return hidesDeletions
        ? first(
            spark
                .sql("DESCRIBE HISTORY %s LIMIT 1".formatted(table))
                .selectExpr("cast(version as string)"))
        : Optional.empty();
  }

  private static Optional<String> first(Dataset<Row> rows) {
    List<Row> found = rows.limit(1).collectAsList();
    return found.stream().map(row -> row.getString(0)).findFirst();
  }

  /** Reads the rows of this version. */
  public Dataset<Row> load(SparkSession spark) {
    if (!input.isPath()) {
      return spark.sql("SELECT * FROM %s VERSION AS OF %s".formatted(input.location(), id));
    }
    return spark
        .read()
        .format(format.label())
        .option(format == TableFormat.ICEBERG ? "snapshot-id" : "versionAsOf", id)
        .load(input.location());
  }
}
