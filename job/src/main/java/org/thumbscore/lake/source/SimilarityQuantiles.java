package org.thumbscore.lake.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** How the cosines of a run lie: the least, the 5th, 25th, ... percentile and the greatest. */
public record SimilarityQuantiles(
    @JsonProperty("min") double min,
    @JsonProperty("p5") double p5,
    @JsonProperty("p25") double p25,
    @JsonProperty("p50") double p50,
    @JsonProperty("p75") double p75,
    @JsonProperty("p95") double p95,
    @JsonProperty("max") double max) {
  private static final double[] FRACTIONS = {0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0};

  // Ten thousand: a quantile's rank is then off by at most 0.01% of the rows.
  private static final int ACCURACY = 10_000;

  /** An aggregate whose value {@link #of} reads. */
  public static Column aggregate(Column similarity) {
    return functions.percentile_approx(
        similarity, functions.lit(FRACTIONS), functions.lit(ACCURACY));
  }

  /** From the value of {@link #aggregate} over at least one similarity. */
  public static SimilarityQuantiles of(List<? extends Number> values) {
    double[] q = values.stream().mapToDouble(Number::doubleValue).toArray();
    return new SimilarityQuantiles(q[0], q[1], q[2], q[3], q[4], q[5], q[6]);
  }
}
