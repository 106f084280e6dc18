package org.thumbscore.lake.source;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.spark.OutputColumns;

/**
 * Finds the columns of a table by names given by the user or by default names.
 *
 * @param location the location as given by the user, for error messages
 */
public record ColumnFinder(String location, Dataset<Row> table) {
  private static final List<String> SOURCES = List.of("source", "section", "publisher");
  private static final List<String> TITLES = List.of("title", "headline", "summary", "description");

  /**
   * Returns the named column or, if none is named, the first default column that exists.
   *
   * @param usual the default names in order of preference
   * @throws InputException if a column is named but missing
   */
  public Optional<String> find(Optional<String> named, String option, List<String> usual) {
    List<String> columns = List.of(table.columns());
    if (named.isPresent() && !columns.contains(named.get())) {
      throw new InputException(
          "Missing column '%s' in input %s; found: %s. Check %s"
              .formatted(named.get(), location, String.join(", ", columns), option));
    }
    return named.or(() -> usual.stream().filter(columns::contains).findFirst());
  }

  /** Returns the id column: the named one, or the first column that scoring does not write. */
  public String id(Optional<String> named) {
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

  /**
   * Returns the source column, or empty if none is named and none of the default ones exists.
   *
   * @throws InputException if a column is named but missing
   */
  public Optional<String> source(Optional<String> named) {
    return find(named, "--source-column", SOURCES);
  }

  /**
   * Returns the columns with the headline in order of preference: the named one, or the default
   * ones that exist.
   *
   * @throws InputException if a column is named but missing
   */
  public List<String> titles(Optional<String> named) {
    return named.isPresent()
        ? find(named, "--title-column", List.of()).stream().toList()
        : TITLES.stream().filter(this::has).toList();
  }

  /** Returns whether the table has the given column. */
  public boolean has(String name) {
    return List.of(table.columns()).contains(name);
  }

  /** Returns the type of a column that exists. */
  public DataType type(String name) {
    return table.schema().apply(name).dataType();
  }

  /** Returns the error for a column of another type than the expected one. */
  public InputException wrongType(String name, String expected) {
    return new InputException(
        "Wrong type of column '%s' in input %s: found %s, expected %s"
            .formatted(name, location, type(name).simpleString(), expected));
  }
}
