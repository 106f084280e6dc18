package org.thumbscore.quality;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Computes exact order statistics of a column of doubles. Like a radix sort, it narrows the value
 * down by counting and never collects the values. Selecting a rank takes four passes over the rows.
 */
final class OrderStatistics {
  private static final int DIGIT_BITS = 16;
  private static final int DIGITS = Long.SIZE / DIGIT_BITS;

  private final Dataset<Row> keys;
  private final long rows;

  /**
   * Creates the statistics of a column.
   *
   * @param values rows without null and NaN in the column; cache them, as they are read up to nine
   *     times
   */
  OrderStatistics(Dataset<Row> values, Column value) {
    this.keys = values.select(key(value).as("key"));
    this.rows = keys.count();
  }

  long rows() {
    return rows;
  }

  /**
   * Returns the median: the middle value or the mean of the two middle values, as {@code
   * numpy.median} does.
   */
  double median() {
    double upper = select(rows / 2);
    return rows % 2 == 1 ? upper : (select(rows / 2 - 1) + upper) / 2;
  }

  /** Returns the value at a rank in ascending order, counted from 0. */
  double select(long rank) {
    long prefix = 0;
    long left = rank;
    for (int digit = DIGITS - 1; digit >= 0; digit--) {
      int shift = digit * DIGIT_BITS;
      for (Row cell : histogram(prefix, shift)) {
        if (left < cell.getLong(1)) {
          prefix = prefix << DIGIT_BITS | cell.getLong(0);
          break;
        }
        left -= cell.getLong(1);
      }
    }
    return value(prefix);
  }

  /** Counts the next digits of the keys with the given prefix, in ascending order. */
  private List<Row> histogram(long prefix, int shift) {
    Column digit =
        functions
            .shiftrightunsigned(functions.col("key"), shift)
            .bitwiseAND(functions.lit((1L << DIGIT_BITS) - 1));
    Dataset<Row> within =
        shift + DIGIT_BITS == Long.SIZE
            ? keys
            : keys.filter(
                functions
                    .shiftrightunsigned(functions.col("key"), shift + DIGIT_BITS)
                    .equalTo(prefix));
    return within.groupBy(digit.as("digit")).count().orderBy("digit").collectAsList();
  }

  /** Returns bits whose unsigned order is the order of the values. */
  private static Column key(Column value) {
    UDF1<Double, Long> bits = OrderStatistics::key;
    return functions.udf(bits, DataTypes.LongType).apply(value);
  }

  private static long key(double value) {
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
  }

  private static double value(long key) {
    return Double.longBitsToDouble(key < 0 ? key ^ Long.MIN_VALUE : ~key);
  }
}
