package org.thumbscore.run;

/**
 * The record of a run of {@code label}, stored as {@code _thumbscore/runs/<run_id>.json}.
 *
 * @param threshold the threshold on the cosine
 * @param positive the number of rows with label 1
 */
record LabelRecord(
    String runId,
    String command,
    String finishedAt,
    String input,
    String policy,
    double threshold,
    long rows,
    long positive) {

  String toJson() {
    return RunJson.of(this);
  }
}
