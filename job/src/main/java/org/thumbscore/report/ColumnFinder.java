package org.thumbscore.report;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.spark.OutputColumns;

/** Finds the columns of a table by names given by the user or by default names. */
record ColumnFinder(String location, Dataset<Row> table) {

  /**
   * Returns the named column or, if none is named, the first default column that exists.
   *
   * @param usual the default names in order of preference
   * @throws InputException if a column is named but missing
   */
  Optional<String> find(Optional<String> named, String option, List<String> usual) {
    List<String> columns = List.of(table.columns());
    if (named.isPresent() && !columns.contains(named.get())) {
      throw new InputException(
          "Missing column '%s' in input %s; found: %s. Check %s"
              .formatted(named.get(), location, String.join(", ", columns), option));
    }
    return named.or(() -> usual.stream().filter(columns::contains).findFirst());
  }

  /** Returns the id column: the named one, or the first column that scoring does not write. */
  String id(Optional<String> named) {
    return find(named, "--id-column", List.of())
        .or(
            () ->
                Arrays.stream(table.columns())
                    .filter(column -> !OutputColumns.reserved().contains(column))
                    .findFirst())
        .orElseThrow(
            () ->
                new InputException(
                    "Missing the id column in input %s; found: %s. Name it with --id-column"
                        .formatted(location, String.join(", ", table.columns()))));
  }

  boolean has(String name) {
    return List.of(table.columns()).contains(name);
  }

  DataType type(String name) {
    return table.schema().apply(name).dataType();
  }

  InputException wrongType(String name, String expected) {
    return new InputException(
        "Wrong type of column '%s' in input %s: found %s, expected %s"
            .formatted(name, location, type(name).simpleString(), expected));
  }
}
