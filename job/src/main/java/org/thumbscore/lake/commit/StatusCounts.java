package org.thumbscore.lake.commit;

import java.util.Collections;
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

/**
 * What became of the rows, read back from the files.
 *
 * @param byStatus rows for each status that occurred, in the order of {@link RowStatus}
 * @param similarity of the rows that have one; empty where none has
 */
public record StatusCounts(
    Map<RowStatus, Long> byStatus, Optional<SimilarityQuantiles> similarity) {
  public StatusCounts {
    byStatus = Collections.unmodifiableMap(new TreeMap<>(byStatus));
  }

  /** Reads columns {@code status} and {@code similarity} once. */
  public static StatusCounts of(Dataset<Row> scores) {
    List<Row> groups =
        scores
            .groupBy("status")
            .agg(
                functions.count(functions.lit(1)),
                SimilarityQuantiles.aggregate(functions.col("similarity")))
            .collectAsList();
    Map<RowStatus, Long> counts =
        groups.stream()
            .collect(
                Collectors.toMap(row -> RowStatus.valueOf(row.getString(0)), r -> r.getLong(1)));
    Optional<SimilarityQuantiles> quantiles =
        groups.stream()
            .filter(row -> row.getString(0).equals(RowStatus.OK.name()))
            .map(row -> SimilarityQuantiles.of(row.<Float>getList(2)))
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
