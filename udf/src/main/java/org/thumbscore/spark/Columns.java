package org.thumbscore.spark;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Utilities for columns whose names may contain dots, spaces and backticks. */
public final class Columns {
  private Columns() {}

  /**
   * Returns a top-level column: {@code Columns.named("image.bytes")} is a single column, not a
   * field of another one.
   */
  public static Column named(String name) {
    return functions.col(quoted(name));
  }

  /** Returns the name in backticks, as SQL expects it. */
  public static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
