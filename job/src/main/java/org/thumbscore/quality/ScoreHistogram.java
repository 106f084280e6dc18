package org.thumbscore.quality;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * A histogram of cosines with bins of equal width over [-1, 1].
 *
 * @param low the lower edge of the first listed bin
 * @param width the width of a bin
 * @param counts the number of rows in each bin, from the first to the last non-empty one; a bin
 *     includes its lower edge
 */
public record ScoreHistogram(
    @JsonProperty(value = "low", required = true) double low,
    @JsonProperty(value = "width", required = true) double width,
    @JsonProperty(value = "counts", required = true) List<Long> counts) {
  private static final int BINS = 1_000;

  public ScoreHistogram {
    counts = List.copyOf(counts);
  }

  /** Counts the scores in one pass, ignoring rows without a score. */
  public static ScoreHistogram of(Dataset<Row> rows, Column score) {
    double width = 2.0 / BINS;
    Column bin =
        functions.least(
            functions.floor(score.plus(1).divide(width)), functions.lit((long) BINS - 1));
    List<Row> cells =
        rows.filter(score.isNotNull())
            .groupBy(functions.greatest(bin, functions.lit(0L)).as("bin"))
            .count()
            .collectAsList();
    long[] counts = new long[BINS];
    cells.forEach(cell -> counts[(int) cell.getLong(0)] = cell.getLong(1));
    return trimmed(counts, width);
  }

  private static ScoreHistogram trimmed(long[] counts, double width) {
    int from = 0;
    int to = counts.length;
    while (from < to && counts[from] == 0) {
      from++;
    }
    while (to > from && counts[to - 1] == 0) {
      to--;
    }
    return new ScoreHistogram(
        from * width - 1, width, Arrays.stream(counts, from, to).boxed().toList());
  }

  /** Returns the total number of rows. */
  public long rows() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the share of each bin over [-1, 1], or zeros if there are no rows. */
  double[] shares() {
    double[] shares = new double[(int) Math.round(2 / width)];
    int first = (int) Math.round((low + 1) / width);
    double rows = Math.max(rows(), 1);
    for (int i = 0; i < counts.size(); i++) {
      shares[first + i] = counts.get(i) / rows;
    }
    return shares;
  }
}
