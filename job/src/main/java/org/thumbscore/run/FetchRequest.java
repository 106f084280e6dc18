package org.thumbscore.run;

import java.util.List;
import java.util.Optional;
import org.thumbscore.common.Redaction;
import org.thumbscore.fetch.FetchSettings;
import org.thumbscore.fetch.ImageTable;
import org.thumbscore.lake.commit.ExistingOutput;
import org.thumbscore.lake.storage.InputLocation;

/**
 * A request for a run of {@code fetch}.
 *
 * @param existing how to treat an output that was not written by {@code fetch}
 * @param arguments the command line for the run summary; credentials in it are redacted
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
  public FetchRequest {
    arguments = Redaction.redactAll(arguments);
  }

  /**
   * The names of the input columns.
   *
   * @param keep the columns to keep; if empty, all are kept
   */
  public record Columns(String url, Optional<String> id, List<String> keep) {}
}
