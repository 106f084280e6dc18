package org.thumbscore.lake.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** The minimum, the 5th, 25th, 50th, 75th and 95th percentiles and the maximum of cosines. */
public record SimilarityQuantiles(
    @JsonProperty("min") double min,
    @JsonProperty("p5") double p5,
    @JsonProperty("p25") double p25,
    @JsonProperty("p50") double p50,
    @JsonProperty("p75") double p75,
    @JsonProperty("p95") double p95,
    @JsonProperty("max") double max) {
  private static final double[] FRACTIONS = {0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0};

  // With an accuracy of 10,000, the rank of a quantile is off by at most 0.01% of the rows.
  private static final int ACCURACY = 10_000;

  /** Returns an aggregate whose value is passed to {@link #of}. */
  public static Column aggregate(Column similarity) {
    return functions.percentile_approx(
        similarity, functions.lit(FRACTIONS), functions.lit(ACCURACY));
  }

  /** Returns the quantiles for the value of {@link #aggregate} over at least one similarity. */
  public static SimilarityQuantiles of(List<? extends Number> values) {
    double[] q = values.stream().mapToDouble(Number::doubleValue).toArray();
    return new SimilarityQuantiles(q[0], q[1], q[2], q[3], q[4], q[5], q[6]);
  }
}
