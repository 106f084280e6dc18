package org.thumbscore.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thumbscore.lake.commit.RunRecords;
import org.thumbscore.lake.plan.PlannedSlice;

/**
 * The plan of a dry run, as returned by {@link ScoreJob#plan}.
 *
 * @param counts the number of slices by what would be done with them, for instance {@code scored}
 * @param work the slices that would not be kept
 * @param rowsToScore the number of rows that would pass through the model
 * @param rowsToWrite the number of rows of all slices that would not be kept
 * @param reusableSlices the number of slices of the output whose embeddings could be reused
 * @param lastRate the throughput of the last run that scored into the output
 */
public record DryRun(
    Map<String, Integer> counts,
    List<Work> work,
    long rowsToScore,
    long rowsToWrite,
    int reusableSlices,
    Optional<RunRecords.Rate> lastRate) {

  /** A slice that would not be kept and its number of rows. */
  public record Work(PlannedSlice slice, long rows) {}

  static DryRun of(RunPlan plan, Optional<RunRecords.Rate> lastRate) {
    return new DryRun(
        plan.counts(),
        plan.work().stream().map(planned -> new Work(planned, plan.rows(planned))).toList(),
        plan.rowsToScore(),
        plan.rowsToWrite(),
        plan.reusable().size(),
        lastRate);
  }
}
