package org.thumbscore.lake.storage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.thumbscore.common.StorageUri;

/**
 * Where articles are.
 *
 * @param location a path or glob of any Hadoop file system, or a table's name; a path that exists
 *     is no glob, whatever signs it is made of
 * @param format Spark's name for the format, or {@code table}; guessed when absent
 */
public record InputLocation(String location, Optional<String> format) {
  private static final String TABLE = "table";

  public InputLocation {
    location = StorageUri.canonicalName(location);
    format = format.map(name -> name.toLowerCase(Locale.ROOT));
  }

  /** The format given, or json for {@code .json} and {@code .jsonl}, or parquet. */
  public String effectiveFormat() {
    return format.orElseGet(this::guess);
  }

  /** Whether it is a name in Spark's catalogs. */
  public boolean isTable() {
    return !isPath();
  }

  /** Tables of Iceberg and Delta go by their names as often as by their paths. */
  public boolean isPath() {
    return !effectiveFormat().equals(TABLE)
        && (tableFormat().isEmpty() || location.indexOf('/') >= 0);
  }

  /** Iceberg or Delta, where that was said. */
  public Optional<TableFormat> tableFormat() {
    return Arrays.stream(TableFormat.values())
        .filter(table -> table.label().equals(effectiveFormat()))
        .findFirst();
  }

  private String guess() {
    return location.matches("(?i).*\\.jsonl?(\\.gz)?/?") ? "json" : "parquet";
  }
}
