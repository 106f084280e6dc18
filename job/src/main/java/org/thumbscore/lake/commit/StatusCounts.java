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
 * The number of rows by status, as read from written files.
 *
 * @param byStatus the number of rows for each status that occurs, in the order of {@link RowStatus}
 * @param similarity the quantiles of the similarities; empty if no row has one
 */
public record StatusCounts(
    Map<RowStatus, Long> byStatus, Optional<SimilarityQuantiles> similarity) {
  private static final String ALL = "all";

  public StatusCounts {
    byStatus = Collections.unmodifiableMap(new TreeMap<>(byStatus));
  }

  /** The counts of an empty table. */
  public static final StatusCounts NONE = new StatusCounts(Map.of(), Optional.empty());

  /**
   * Counts the rows of a table with the columns {@code status} and {@code similarity}, reading it
   * once.
   */
  public static StatusCounts of(Dataset<Row> scores) {
    return by(ALL, scores.withColumn(ALL, functions.lit(ALL))).getOrDefault(ALL, NONE);
  }

  /**
   * Counts the rows of each group of a table, reading it once.
   *
   * @param column a string column, never null, with the name of each row's group
   * @return the counts by group; groups without rows are not included
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

  /** Returns the total number of rows. */
  public long rows() {
    return byStatus.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the number of rows that could not be processed. */
  public long rejected() {
    return byStatus.entrySet().stream()
        .filter(entry -> entry.getKey().isRejected())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  String describe() {
    return byStatus.entrySet().stream()
        .filter(entry -> entry.getKey().isRejected())
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }
}
