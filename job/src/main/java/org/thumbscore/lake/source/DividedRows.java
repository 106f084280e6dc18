package org.thumbscore.lake.source;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows in the tasks that will compute them.
 *
 * @param rows the rows
 * @param spread what was spread over more tasks than those that read it, in one line
 * @param idle why slots will be idle and what to do about it, in one line
 */
public record DividedRows(Dataset<Row> rows, Optional<String> spread, Optional<String> idle) {
  static DividedRows asRead(Dataset<Row> rows) {
    return new DividedRows(rows, Optional.empty(), Optional.empty());
  }

  static DividedRows idle(Dataset<Row> rows, String why) {
    return new DividedRows(rows, Optional.empty(), Optional.of(why));
  }

  static DividedRows spread(Dataset<Row> rows, String what) {
    return new DividedRows(rows, Optional.of(what), Optional.empty());
  }
}
