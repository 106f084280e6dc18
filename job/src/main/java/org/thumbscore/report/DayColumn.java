package org.thumbscore.report;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.thumbscore.spark.Columns;

/** Reads days from columns of several types. Values that are not dates become null. */
final class DayColumn {
  // Numbers from year 1 to year 9999 are seconds; larger ones are milliseconds or invalid.
  private static final String SECONDS =
      """
      to_date(timestamp_seconds(case
        when try_cast(%1$s as bigint) between -62135596800 and 253402300799
          then try_cast(%1$s as bigint)
        when try_cast(%1$s as bigint) between 253402300800 and 253402300799000
          then try_cast(%1$s as bigint) div 1000 end))
      """;

  private DayColumn() {}

  static boolean isReadable(DataType type) {
    return type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType
        || type instanceof StringType
        || type instanceof NumericType;
  }

  /**
   * Returns the day in the time zone of the Spark session.
   *
   * @param type the type of the column; numbers are seconds since 1970, or milliseconds if seconds
   *     would be after the year 9999
   */
  static Column of(String name, DataType type) {
    String quoted = Columns.quoted(name);
    return functions.expr(
        type instanceof NumericType
            ? SECONDS.formatted(quoted)
            : "try_cast(%s as date)".formatted(quoted));
  }
}
