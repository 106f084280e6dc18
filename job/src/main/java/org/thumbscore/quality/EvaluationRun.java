package org.thumbscore.quality;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.thumbscore.lake.source.ScoreTable;

/**
 * Evaluates a table of scores as a whole and by group.
 *
 * @param name the name of the model as shown in tables
 * @param label the column of labels
 * @param by the column to group rows by
 * @param cluster the column whose values the bootstrap draws instead of rows; a row without a value
 *     is a cluster of its own
 * @param threshold the threshold on the cosine; if empty, metrics that depend on it are omitted
 * @param resamples the number of bootstrap resamples
 */
public record EvaluationRun(
    String name,
    String label,
    Optional<String> by,
    Optional<String> cluster,
    OptionalDouble threshold,
    int resamples,
    long seed) {
  /** The maximum number of groups to evaluate; the largest ones are chosen. */
  static final int MOST_GROUPS = 50;

  /**
   * Returns the evaluation of all rows, followed by those of the groups by descending number of
   * rows.
   *
   * @throws CalibrationException if no row has both a score and a label, or if one of them is
   *     invalid
   */
  public List<Evaluation> run(ScoreTable table) {
    Column group = by.map(column -> table.column(column, "--by")).orElse(functions.lit(null));
    Column drawn =
        cluster.map(column -> table.column(column, "--cluster")).orElse(functions.lit(null));
    Dataset<Row> rows =
        table
            .rows()
            .select(
                table.similarity().as("score"),
                table.label(label).as("label"),
                group.cast("string").as("group"),
                drawn.cast("string").as("cluster"))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      ScoreCheck.requireNumbers(rows.filter("score is not null"), table.location());
      ScoreCheck.requireBinary(rows.filter("label is not null"), table.location());
      return evaluate(rows, table.location());
    } finally {
      rows.unpersist();
    }
  }

  private List<Evaluation> evaluate(Dataset<Row> rows, String location) {
    List<Evaluation> evaluations = new ArrayList<>();
    evaluations.add(evaluate(rows, location, null));
    if (evaluations.get(0).rows() == 0) {
      throw new CalibrationException(
          "Cannot evaluate %s: no row has both a similarity and a label in column '%s'. Check --label-column"
              .formatted(location, label));
    }
    if (by.isPresent()) {
      for (Row group : largestGroups(rows)) {
        String value = group.isNullAt(0) ? "(none)" : group.getString(0);
        Column member = functions.col("group").eqNullSafe(functions.lit(group.getString(0)));
        evaluations.add(evaluate(rows.filter(member), location, value));
      }
    }
    return evaluations;
  }

  private static List<Row> largestGroups(Dataset<Row> rows) {
    return rows.groupBy("group")
        .count()
        .orderBy(functions.col("count").desc(), functions.col("group"))
        .limit(MOST_GROUPS)
        .collectAsList();
  }

  private Evaluation evaluate(Dataset<Row> rows, String location, String group) {
    Row counted =
        rows.agg(
                functions.count_if(functions.expr("label is not null and score is null")),
                functions.count_if(functions.expr("label is null")))
            .head();
    LabelledScores scores =
        LabelledScores.of(rows, functions.col("score"), functions.col("label"), location);
    RankedCounts counts = scores.counts();
    Optional<Confusion> confusion = confusion(scores, counts);
    Optional<ClusteredScores> clusters =
        cluster.map(
            column -> ClusteredScores.of(rows.filter("score is not null and label is not null")));
    return new Evaluation(
        name,
        location,
        group,
        counts.rows(),
        counted.getLong(0),
        counted.getLong(1),
        threshold.isPresent() ? threshold.getAsDouble() : null,
        clusters
                .map(each -> each.method(cluster.orElseThrow()))
                .orElseGet(() -> Resampler.method(counts.rows()))
            + ", "
            + resamples
            + " resamples",
        estimates(scores, counts, confusion, clusters),
        confusion.orElse(null));
  }

  private Optional<Confusion> confusion(LabelledScores scores, RankedCounts counts) {
    if (threshold.isEmpty()) {
      return Optional.empty();
    }
    double cut = threshold.getAsDouble();
    return Optional.of(
        counts.isExact() ? Confusion.of(counts, cut) : ExactMetrics.confusion(scores.rows(), cut));
  }

  private Map<Metric, Estimate> estimates(
      LabelledScores scores,
      RankedCounts counts,
      Optional<Confusion> confusion,
      Optional<ClusteredScores> clusters) {
    if (counts.rows() == 0) {
      return new EnumMap<>(Metric.class);
    }
    Evaluator evaluator = new Evaluator(threshold, resamples, seed);
    if (clusters.isPresent()) {
      return evaluator.estimates(
          counts.isExact() ? RankMetrics.of(counts) : ExactMetrics.ranks(scores.rows()),
          confusion.orElse(new Confusion(0, 0, 0, 0)),
          clusters.get().resamples(seed));
    }
    if (counts.isExact() || counts.positiveRows() == 0 || counts.negativeRows() == 0) {
      return evaluator.estimates(counts);
    }
    RankMetrics ranks = ExactMetrics.ranks(scores.rows());
    return evaluator.estimates(counts, ranks, confusion.orElse(new Confusion(0, 0, 0, 0)));
  }
}
