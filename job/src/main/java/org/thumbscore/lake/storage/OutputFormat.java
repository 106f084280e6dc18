package org.thumbscore.lake.storage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The format of an output. */
public enum OutputFormat {
  /** A directory of parquet files. */
  PARQUET(null),
  ICEBERG(TableFormat.ICEBERG),
  DELTA(TableFormat.DELTA);

  private final TableFormat table;

  OutputFormat(TableFormat table) {
    this.table = table;
  }

  /**
   * Returns the format of the given name, ignoring case.
   *
   * @throws InputException if there is no such format
   */
  public static OutputFormat named(String name) {
    return Arrays.stream(values())
        .filter(format -> format.label().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "Unknown output format '%s'; expected %s. Check --output-format"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(OutputFormat::label)
                                .collect(Collectors.joining(", ")))));
  }

  /** Returns the name of the format on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the table format, or empty for plain files. */
  public Optional<TableFormat> table() {
    return Optional.ofNullable(table);
  }
}
