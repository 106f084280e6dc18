package org.thumbscore.lake.commit;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.thumbscore.lake.source.SimilarityQuantiles;
import org.thumbscore.score.RowStatus;
import org.thumbscore.score.ScoreColumns;

/**
 * What became of the rows, read back from the files.
 *
 * @param byStatus rows for each status that occurred, in the order of {@link RowStatus}
 * @param similarity of the rows that have one; empty where none has
 */
public record StatusCounts(
    Map<RowStatus, Long> byStatus, Optional<SimilarityQuantiles> similarity) {
  private static final String ALL = "all";

  public StatusCounts {
    byStatus = Collections.unmodifiableMap(new TreeMap<>(byStatus));
  }

  /** The counts of no rows. */
  public static final StatusCounts NONE = new StatusCounts(Map.of(), Optional.empty());

  /**
   * Counts all rows of a table with columns {@code status} and {@code similarity}, reading it once.
   */
  public static StatusCounts of(Dataset<Row> scores) {
    return by(ALL, scores.withColumn(ALL, functions.lit(ALL))).getOrDefault(ALL, NONE);
  }

  /**
   * Counts the rows of each group of a table, reading it once.
   *
   * @param column a string column that names the group of a row, never null
   * @return the counts by the group's name; a group without rows has none
   */
  static Map<String, StatusCounts> by(String column, Dataset<Row> scores) {
    Map<String, List<Row>> groups =
        scores
            .groupBy(column, ScoreColumns.STATUS)
            .agg(
                functions.count(functions.lit(1)),
                SimilarityQuantiles.aggregate(functions.col(ScoreColumns.SIMILARITY)))
            .collectAsList()
            .stream()
            .collect(Collectors.groupingBy(row -> row.getString(0)));
    Map<String, StatusCounts> counts = new HashMap<>();
    groups.forEach((group, rows) -> counts.put(group, of(rows)));
    return counts;
  }

  private static StatusCounts of(List<Row> byStatus) {
    Map<RowStatus, Long> counts = new TreeMap<>();
    byStatus.forEach(row -> counts.put(RowStatus.valueOf(row.getString(1)), row.getLong(2)));
    Optional<SimilarityQuantiles> quantiles =
        byStatus.stream()
            .filter(row -> row.getString(1).equals(RowStatus.OK.name()))
            .map(row -> SimilarityQuantiles.of(row.<Float>getList(3)))
            .findFirst();
    return new StatusCounts(counts, quantiles);
  }

  /** All rows. */
  public long rows() {
    return byStatus.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Rows without a similarity. */
  public long rejected() {
    return rows() - byStatus.getOrDefault(RowStatus.OK, 0L);
  }

  String describe() {
    return byStatus.entrySet().stream()
        .filter(entry -> entry.getKey() != RowStatus.OK)
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }
}
