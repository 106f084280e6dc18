package org.thumbscore.lake.storage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.thumbscore.common.StorageUri;

/**
 * The location of the articles.
 *
 * @param location a path or glob on any Hadoop file system, or the name of a table; an existing
 *     path is never treated as a glob, even if it contains special characters
 * @param format Spark's name of the format, or {@code table}; if empty, the format is inferred
 */
public record InputLocation(String location, Optional<String> format) {
  private static final String TABLE = "table";

  public InputLocation {
    location = StorageUri.canonicalName(location);
    format = format.map(name -> name.toLowerCase(Locale.ROOT));
  }

  /**
   * Returns the given format, or an inferred one: json for {@code .json} and {@code .jsonl},
   * otherwise parquet.
   */
  public String effectiveFormat() {
    return format.orElseGet(this::guess);
  }

  /** Returns whether the location is a name in a Spark catalog. */
  public boolean isTable() {
    return !isPath();
  }

  /**
   * Returns whether the location is a path; Iceberg and Delta tables may be given by path or by
   * name.
   */
  public boolean isPath() {
    return !effectiveFormat().equals(TABLE)
        && (tableFormat().isEmpty() || location.indexOf('/') >= 0);
  }

  /** Returns the table format, or empty if the format is neither Iceberg nor Delta. */
  public Optional<TableFormat> tableFormat() {
    return Arrays.stream(TableFormat.values())
        .filter(table -> table.label().equals(effectiveFormat()))
        .findFirst();
  }

  private String guess() {
    return location.matches("(?i).*\\.jsonl?(\\.gz)?/?") ? "json" : "parquet";
  }
}
