package org.thumbscore.lake;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Where articles are.
 *
 * @param location a path or glob of any Hadoop file system, or a table's name
 * @param format Spark's name for the format, or {@code table}; guessed when absent
 */
public record InputLocation(String location, Optional<String> format) {
  private static final String TABLE = "table";

  public InputLocation {
    Objects.requireNonNull(location, "location");
    format = format.map(name -> name.toLowerCase(Locale.ROOT));
  }

  /** The format given, or json for {@code .json} and {@code .jsonl}, or parquet. */
  public String effectiveFormat() {
    return format.orElseGet(this::guess);
  }

  boolean isTable() {
    return effectiveFormat().equals(TABLE);
  }

  /** An Iceberg table goes by its name as often as by its path. */
  boolean isPath() {
    return !isTable() && !(effectiveFormat().equals("iceberg") && location.indexOf('/') < 0);
  }

  private String guess() {
    return location.matches("(?i).*\\.jsonl?(\\.gz)?/?") ? "json" : "parquet";
  }
}
