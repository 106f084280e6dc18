package org.thumbscore.cli;

import java.util.Optional;
import org.thumbscore.lake.source.ScoreTable;
import org.thumbscore.score.ScoreColumns;
import picocli.CommandLine.Option;

/** The option that names the column of true labels. */
final class LabelOption {
  @Option(
      names = "--label-column",
      paramLabel = "C",
      description =
          "Column with the true label, 0 or 1. Default: input_label (an input column 'label' that was kept) if there is one, else label.")
  private String column;

  /** Returns whether a table has labels, as far as its columns tell. */
  boolean isIn(ScoreTable table) {
    return column != null || table.has("input_label");
  }

  String of(ScoreTable table) {
    return Optional.ofNullable(column)
        .orElseGet(() -> table.has("input_label") ? "input_label" : ScoreColumns.LABEL);
  }
}
