package org.thumbscore.run;

import java.util.List;
import java.util.Map;
import org.thumbscore.fetch.FetchStatus;

/**
 * The summary of a run of {@code fetch}, stored as {@code _thumbscore/runs/<run_id>.json}.
 *
 * @param arguments the command line without credentials
 * @param urlColumn the URL column of the input
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
   * The row counts of a run.
   *
   * @param in the number of rows in the input
   * @param out the number of rows in the output, the sum of {@code byStatus}
   */
  public record Rows(long in, long out, Map<FetchStatus, Long> byStatus) {}

  /**
   * The URL counts of a run.
   *
   * @param asked the number of URLs that this run fetched or tried to fetch, excluding those with a
   *     final result from earlier runs
   * @param seconds the time from listing the URLs until the last one had a result
   */
  public record Urls(long asked, double seconds) {}

  String toJson() {
    return RunJson.of(this);
  }
}
