package org.thumbscore.run;

/**
 * What a run of labelling did; stored as {@code _thumbscore/runs/<run_id>.json}.
 *
 * @param threshold on the cosine
 * @param positive rows of label 1
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
