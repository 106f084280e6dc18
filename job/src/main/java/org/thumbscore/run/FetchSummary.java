package org.thumbscore.run;

import java.util.List;
import java.util.Map;
import org.thumbscore.fetch.FetchStatus;

/**
 * What a run of fetching did; stored as {@code _thumbscore/runs/<run_id>.json}.
 *
 * @param arguments the command line without credentials
 * @param urlColumn of the input
 */
public record FetchSummary(
    String runId,
    String command,
    String startedAt,
    String finishedAt,
    List<String> arguments,
    RunSummary.Versions versions,
    String input,
    String output,
    String urlColumn,
    Rows rows,
    Urls urls) {

  /**
   * Rows.
   *
   * @param in counted in the input
   * @param out counted in the output, the sum of {@code byStatus}
   */
  public record Rows(long in, long out, Map<FetchStatus, Long> byStatus) {}

  /**
   * URLs.
   *
   * @param asked by this run; what earlier runs settled is not among them
   * @param seconds from the listing of URLs until the last was settled
   */
  public record Urls(long asked, double seconds) {}

  String toJson() {
    return RunJson.of(this);
  }
}
