package org.thumbscore.lake.commit;

import java.util.Locale;
import org.thumbscore.lake.storage.GateException;

/**
 * What scores must satisfy before they appear in the output.
 *
 * @param rowsIn rows of the input, counted by other means than scoring
 * @param maxRejectFraction the largest allowed share of rows without a similarity, in [0, 1]
 */
public record RowGates(long rowsIn, double maxRejectFraction) {

  /**
   * Holds a run against its gates.
   *
   * @param keptAside where to look at what was rejected
   * @throws GateException if rows were lost or added, or too many have no similarity
   */
  void check(StatusCounts tally, String keptAside) {
    requireSameRows(tally);
    if (tally.rejected() > maxRejectFraction * tally.rows()) {
      throw new GateException(
          String.format(
              Locale.ROOT,
              "Refused to publish scores: %,d of %,d rows have no similarity (%s), more than score.max-reject-fraction = %s allows. Look at them in %s, then mend the input or raise the fraction",
              tally.rejected(),
              tally.rows(),
              tally.describe(),
              maxRejectFraction,
              keptAside));
    }
  }

  private void requireSameRows(StatusCounts tally) {
    if (tally.rows() != rowsIn) {
      throw new GateException(
          String.format(
              Locale.ROOT,
              "Refused to publish scores: %,d rows were written for %,d rows read; expected as many. Did the input change during the run? Start it again",
              tally.rows(),
              rowsIn));
    }
  }

  boolean rejectsTooMany(StatusCounts tally) {
    return tally.rows() == rowsIn && tally.rejected() > maxRejectFraction * tally.rows();
  }
}
