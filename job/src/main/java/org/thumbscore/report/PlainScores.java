package org.thumbscore.report;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.score.ScoreColumns;
import org.thumbscore.spark.Columns;

/**
 * Scores as the page counts them, whatever the types of the table's columns.
 *
 * @param rows columns {@code id}, {@code source}, {@code status} and {@code error} (strings, cut),
 *     {@code similarity} (double, null where it is no number), {@code label} (int, null where there
 *     is none) and {@code day} (date, null where none can be read)
 * @param source column that sources are of; empty: there is none
 * @param date column that days are of; empty: there is none
 */
record PlainScores(Dataset<Row> rows, Optional<String> source, Optional<String> date) {
  /** What stands for a null. */
  static final String NONE = "(none)";

  private static final List<String> SOURCES = List.of("source", "section", "publisher");
  private static final List<String> DATES =
      List.of("date", "published_date", "published", "day", "published_utc", "collection_utc");
  // Longer texts are no ids and no names; a table of them must not fill the driver.
  private static final int LONGEST_ID = 4_000;
  private static final int LONGEST_TEXT = 1_000;

  /**
   * Takes what the page needs.
   *
   * @param table with the columns {@code similarity} and {@code status}
   * @param id name of its id column
   * @throws InputException if a column that the user names is not there, or of no fit type
   */
  static PlainScores of(ColumnFinder table, ReportRequest.Columns columns, String id) {
    Optional<String> source = table.find(columns.source(), "--source-column", SOURCES);
    Optional<String> date = date(table, columns.date());
    Dataset<Row> rows =
        table
            .table()
            .select(
                text(id, LONGEST_ID).as("id"),
                source.map(name -> text(name, LONGEST_TEXT)).orElse(nothing("string")).as("source"),
                functions
                    .coalesce(text(ScoreColumns.STATUS, LONGEST_TEXT), functions.lit(NONE))
                    .as(ScoreColumns.STATUS),
                table.has(ScoreColumns.ERROR)
                    ? text(ScoreColumns.ERROR, LONGEST_TEXT).as(ScoreColumns.ERROR)
                    : nothing("string").as(ScoreColumns.ERROR),
                similarity().as(ScoreColumns.SIMILARITY),
                label(table).as(ScoreColumns.LABEL),
                date.map(name -> DayColumn.of(name, table.type(name)))
                    .orElse(nothing("date"))
                    .as("day"));
    return new PlainScores(rows, source, date);
  }

  private static Optional<String> date(ColumnFinder table, Optional<String> named) {
    Optional<String> date = table.find(named, "--date-column", DATES);
    if (named.isPresent() && !DayColumn.isReadable(table.type(named.get()))) {
      throw table.wrongType(named.get(), "a date, timestamp, string or number of seconds");
    }
    return date.filter(name -> DayColumn.isReadable(table.type(name)));
  }

  private static Column text(String name, int longest) {
    return functions.substring(Columns.named(name).cast("string"), 1, longest);
  }

  private static Column nothing(String type) {
    return functions.lit(null).cast(type);
  }

  /** NaN and infinity are no similarities: they would stand first in any order. */
  private static Column similarity() {
    Column similarity = functions.col(ScoreColumns.SIMILARITY).cast("double");
    return functions.when(functions.abs(similarity).leq(Double.MAX_VALUE), similarity);
  }

  private static Column label(ColumnFinder table) {
    if (!table.has(ScoreColumns.LABEL)) {
      return nothing("int");
    }
    DataType type = table.type(ScoreColumns.LABEL);
    return type instanceof NumericType || type instanceof BooleanType
        ? functions.col(ScoreColumns.LABEL).try_cast("int")
        : nothing("int");
  }

  /** The rows with a similarity. */
  Dataset<Row> scored() {
    return rows.filter("similarity is not null");
  }
}
