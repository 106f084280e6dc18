package org.thumbscore.spark;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Columns by names that may hold dots, spaces and backticks. */
public final class Columns {
  private Columns() {}

  /**
   * Names a top-level column: {@code Columns.named("image.bytes")} is one column and no field of
   * another.
   */
  public static Column named(String name) {
    return functions.col(quoted(name));
  }

  /** The name as SQL takes it, in backticks. */
  public static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
