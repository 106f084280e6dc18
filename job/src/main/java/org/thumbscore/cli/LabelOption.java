package org.thumbscore.cli;

import java.util.Optional;
import org.thumbscore.lake.source.ScoreTable;
import org.thumbscore.score.ScoreColumns;
import picocli.CommandLine.Option;

/** Which column says whether a thumbnail represents its article. */
final class LabelOption {
  @Option(
      names = "--label-column",
      paramLabel = "C",
      description =
          "Column of true labels, 0 or 1. Default: input_label, which is a kept column 'label', else label.")
  private String column;

  String of(ScoreTable table) {
    return Optional.ofNullable(column)
        .orElseGet(() -> table.has("input_label") ? "input_label" : ScoreColumns.LABEL);
  }
}
