package org.thumbscore.spark;

import java.io.Serializable;
import org.apache.spark.sql.Row;

/**
 * Where things stand in the rows that a task reads: the carried columns first, then text, then
 * picture.
 */
record RowLayout(int carried) implements Serializable {
  String text(Row row) {
    return row.getString(carried);
  }

  byte[] image(Row row) {
    return row.<byte[]>getAs(carried + 1);
  }
}
