package org.thumbscore.lake.storage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an output is. */
public enum OutputFormat {
  /** A directory of files. */
  PARQUET(null),
  ICEBERG(TableFormat.ICEBERG),
  DELTA(TableFormat.DELTA);

  private final TableFormat table;

  OutputFormat(TableFormat table) {
    this.table = table;
  }

  /**
   * By its name, in any case.
   *
   * @throws InputException if there is none of that name
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

  /** As users write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty for plain files. */
  public Optional<TableFormat> table() {
    return Optional.ofNullable(table);
  }
}
