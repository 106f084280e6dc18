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
import org.thumbscore.lake.source.ColumnFinder;
import org.thumbscore.lake.storage.InputException;
import org.thumbscore.score.ScoreColumns;
import org.thumbscore.spark.Columns;

/**
 * Scores in the fixed column types that the page is computed from.
 *
 * @param rows the columns {@code id}, {@code source}, {@code status} and {@code error} (truncated
 *     strings), {@code similarity} (double, null if it is not a finite number), {@code label} (int,
 *     null if there is none) and {@code day} (date, null if none can be read)
 * @param source the name of the source column; empty if there is none
 * @param date the name of the date column; empty if there is none
 */
record PlainScores(Dataset<Row> rows, Optional<String> source, Optional<String> date) {
  /** The text shown for a null value. */
  static final String NONE = "(none)";

  private static final List<String> DATES =
      List.of("date", "published_date", "published", "day", "published_utc", "collection_utc");
  // Longer texts are not useful as ids or names, and collecting them could exhaust the driver.
  private static final int LONGEST_ID = 4_000;
  private static final int LONGEST_TEXT = 1_000;

  /**
   * Selects and converts the columns that the page needs.
   *
   * @param table a table with the columns {@code similarity} and {@code status}
   * @param id the name of the id column
   * @throws InputException if a column named by the user is missing or of the wrong type
   */
  static PlainScores of(ColumnFinder table, ReportRequest.Columns columns, String id) {
    Optional<String> source = table.source(columns.source());
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

  /** Returns the similarity, or null for NaN and infinity, which would otherwise sort first. */
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

  /** Returns the rows with a similarity. */
  Dataset<Row> scored() {
    return rows.filter("similarity is not null");
  }
}
