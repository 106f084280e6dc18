package org.thumbscore.quality;

import java.util.SplittableRandom;

/**
 * Draws resamples of labelled scores with replacement. Not thread-safe.
 *
 * <p>For up to {@link #EXACT_ROWS} rows, it draws as many rows as there are (Efron's bootstrap).
 * For more rows, it draws each count from a Poisson distribution with that count as its mean, which
 * approximates Efron's bootstrap at a cost independent of the number of rows.
 *
 * @see <a href="https://doi.org/10.1214/aos/1176344552">Efron, 1979</a>
 * @see <a href="https://doi.org/10.1145/2339530.2339738">Chamandy et al., 2012, on the Poisson
 *     bootstrap</a>
 */
final class Resampler {
  static final long EXACT_ROWS = 200_000;

  /** The mean above which a rounded normal distribution approximates the Poisson distribution. */
  private static final double NORMAL_MEAN = 50;

  private final RankedCounts counts;
  private final SplittableRandom random;
  private final int[] cells;

  Resampler(RankedCounts counts, long seed) {
    this.counts = counts;
    this.random = new SplittableRandom(seed);
    this.cells = counts.rows() <= EXACT_ROWS ? cells(counts) : new int[0];
  }

  /** Returns the name of the resampling method for the given number of rows. */
  static String method(long rows) {
    return rows <= EXACT_ROWS ? "bootstrap" : "poisson-bootstrap";
  }

  /** Returns one entry for each row: twice the index of its score plus its label. */
  private static int[] cells(RankedCounts counts) {
    int[] cells = new int[(int) counts.rows()];
    int next = 0;
    for (int i = 0; i < counts.size(); i++) {
      for (long n = 0; n < counts.negatives()[i]; n++) {
        cells[next++] = 2 * i;
      }
      for (long p = 0; p < counts.positives()[i]; p++) {
        cells[next++] = 2 * i + 1;
      }
    }
    return cells;
  }

  RankedCounts next() {
    long[] negatives = new long[counts.size()];
    long[] positives = new long[counts.size()];
    if (cells.length > 0) {
      drawRows(negatives, positives);
    } else {
      for (int i = 0; i < counts.size(); i++) {
        negatives[i] = poisson((double) counts.negatives()[i]);
        positives[i] = poisson((double) counts.positives()[i]);
      }
    }
    return counts.withCounts(negatives, positives);
  }

  private void drawRows(long[] negatives, long[] positives) {
    for (int drawn = 0; drawn < cells.length; drawn++) {
      int cell = cells[random.nextInt(cells.length)];
      if ((cell & 1) == 0) {
        negatives[cell >> 1]++;
      } else {
        positives[cell >> 1]++;
      }
    }
  }

  private long poisson(double mean) {
    if (mean == 0) {
      return 0;
    }
    if (mean > NORMAL_MEAN) {
      return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
    }
    double limit = Math.exp(-mean);
    double product = random.nextDouble();
    long count = 0;
    while (product > limit) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }
}
