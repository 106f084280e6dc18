package org.thumbscore.run;

import java.util.List;
import java.util.Optional;
import org.thumbscore.fetch.FetchSettings;
import org.thumbscore.fetch.ImageTable;
import org.thumbscore.lake.commit.ExistingOutput;
import org.thumbscore.lake.storage.InputLocation;

/**
 * One run of fetching, as asked for.
 *
 * @param existing of an output that no run of fetching wrote
 * @param arguments the command line without credentials
 */
public record FetchRequest(
    InputLocation input,
    String output,
    Columns columns,
    FetchSettings settings,
    ImageTable.Again again,
    ExistingOutput existing,
    String runId,
    List<String> arguments) {

  /**
   * Names of the input's columns.
   *
   * @param keep empty: all
   */
  public record Columns(String url, Optional<String> id, List<String> keep) {}
}
