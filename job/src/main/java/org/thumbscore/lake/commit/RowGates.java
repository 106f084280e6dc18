package org.thumbscore.lake.commit;

import java.util.Locale;
import org.thumbscore.lake.storage.GateException;

/**
 * The gates that scores must pass before they are published.
 *
 * @param rowsIn the number of rows of the input, counted independently of scoring
 * @param maxRejectFraction the maximum fraction of rows without a similarity, in [0, 1]
 */
public record RowGates(long rowsIn, double maxRejectFraction) {

  /**
   * Checks the counts of a slice against the gates.
   *
   * @param keptAside the location of the rejected rows, for the error message
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
