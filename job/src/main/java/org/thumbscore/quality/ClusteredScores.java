package org.thumbscore.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Labelled scores by cluster, for a bootstrap that draws clusters instead of rows. Rows of a
 * cluster, such as those that share an image, are not independent of each other, so that drawing
 * single rows would give intervals that are too narrow.
 *
 * <p>Up to {@link Resampler#EXACT_ROWS} rows, each cluster is drawn as a whole, and a row without a
 * cluster is one of its own. For more rows, clusters are assigned to {@link #GROUPS} groups by a
 * hash, the groups are drawn, and scores are counted in {@link #LEVELS} levels, so that the memory
 * on the driver is bounded.
 *
 * @see <a href="https://doi.org/10.1111/j.1467-9868.2007.00593.x">Field and Welsh, 2007</a>
 */
final class ClusteredScores {
  static final int GROUPS = 500;
  static final int LEVELS = 1024;

  private final RankedCounts counts;
  private final List<Unit> units;
  private final long clusters;

  /**
   * What is drawn as a whole.
   *
   * @param cells twice the index of a score plus the label, in ascending order
   * @param rows the number of rows of each cell
   */
  @SuppressWarnings("ArrayRecordComponent") // never used as a key
  private record Unit(int[] cells, long[] rows) {
    static final Comparator<Unit> BY_CONTENTS =
        Comparator.comparing(Unit::cells, Arrays::compare)
            .thenComparing(Unit::rows, Arrays::compare);

    void addTo(long[] negatives, long[] positives) {
      for (int i = 0; i < cells.length; i++) {
        ((cells[i] & 1) == 0 ? negatives : positives)[cells[i] >> 1] += rows[i];
      }
    }
  }

  private ClusteredScores(RankedCounts counts, List<Unit> units, long clusters) {
    this.counts = counts;
    this.units = units;
    this.clusters = clusters;
  }

  /**
   * Counts rows by cluster.
   *
   * @param rows with the columns {@code score} (double), {@code label} (0 or 1), neither of them
   *     null, and {@code cluster} (string)
   */
  static ClusteredScores of(Dataset<Row> rows) {
    return of(rows, Resampler.EXACT_ROWS);
  }

  static ClusteredScores of(Dataset<Row> rows, long exactRows) {
    Row sizes =
        rows.agg(
                functions.count(functions.lit(1)),
                functions.count_distinct(functions.col("cluster")),
                functions.count_if(functions.col("cluster").isNull()))
            .head();
    boolean exact = sizes.getLong(0) <= exactRows;
    Column score = functions.col("score");
    List<Row> cells =
        rows.groupBy(
                (exact ? functions.col("cluster") : group()).as("unit"),
                (exact ? score : LabelledScores.level(rows, LEVELS)).as("level"),
                functions.col("label"))
            .count()
            .collectAsList();
    return counted(
        cells,
        exact ? RankedCounts.Resolution.EXACT : RankedCounts.Resolution.LEVELS,
        sizes.getLong(1) + sizes.getLong(2));
  }

  /** Returns the group of a cluster, or that of its score for a row without a cluster. */
  private static Column group() {
    Column key =
        functions.coalesce(
            functions.col("cluster"),
            functions.concat(functions.lit("\u0000"), functions.col("score").cast("string")));
    return functions.pmod(functions.xxhash64(key), functions.lit(GROUPS)).cast("string");
  }

  private static ClusteredScores counted(
      List<Row> cells, RankedCounts.Resolution resolution, long clusters) {
    double[] scores = cells.stream().mapToDouble(cell -> -cell.getDouble(1)).sorted().toArray();
    scores = Arrays.stream(scores).distinct().map(score -> -score).toArray();
    Map<Double, Integer> index = new HashMap<>();
    for (double score : scores) {
      index.put(score, index.size());
    }
    List<Unit> units = units(cells, index);
    RankedCounts counts =
        new RankedCounts(scores, new long[scores.length], new long[scores.length], resolution);
    units.forEach(unit -> unit.addTo(counts.negatives(), counts.positives()));
    return new ClusteredScores(counts, units, clusters);
  }

  private static List<Unit> units(List<Row> cells, Map<Double, Integer> index) {
    Map<String, Map<Integer, Long>> byUnit = new HashMap<>();
    List<Unit> units = new ArrayList<>();
    for (Row cell : cells) {
      int key = 2 * index.get(cell.getDouble(1)) + (cell.getDouble(2) == 1 ? 1 : 0);
      if (cell.isNullAt(0)) {
        Unit single = new Unit(new int[] {key}, new long[] {1});
        Stream.generate(() -> single).limit(cell.getLong(3)).forEach(units::add);
      } else {
        byUnit
            .computeIfAbsent(cell.getString(0), unit -> new HashMap<>())
            .merge(key, cell.getLong(3), Long::sum);
      }
    }
    byUnit.values().forEach(unit -> units.add(unit(unit)));
    units.sort(Unit.BY_CONTENTS);
    return units;
  }

  private static Unit unit(Map<Integer, Long> rows) {
    int[] cells = rows.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    return new Unit(cells, Arrays.stream(cells).mapToLong(rows::get).toArray());
  }

  /** Returns the counts of all clusters together. */
  RankedCounts counts() {
    return counts;
  }

  /** Returns a description of the bootstrap. */
  String method(String column) {
    return "%s of %,d clusters (%s)"
        .formatted(counts.isExact() ? "bootstrap" : "grouped bootstrap", clusters, column);
  }

  /** Returns a source of resamples, which has a state and is not thread-safe. */
  Supplier<RankedCounts> resamples(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return () -> {
      long[] negatives = new long[counts.size()];
      long[] positives = new long[counts.size()];
      for (int drawn = 0; drawn < units.size(); drawn++) {
        units.get(random.nextInt(units.size())).addTo(negatives, positives);
      }
      return counts.withCounts(negatives, positives);
    };
  }
}
