package org.thumbscore.lake;

import java.util.List;

/** How the cosines of a run lie: the least, the 5th, 25th, ... percentile and the greatest. */
public record SimilarityQuantiles(
    double min, double p5, double p25, double p50, double p75, double p95, double max) {

  static double[] fractions() {
    return new double[] {0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0};
  }

  static SimilarityQuantiles of(List<Float> values) {
    return new SimilarityQuantiles(
        values.get(0),
        values.get(1),
        values.get(2),
        values.get(3),
        values.get(4),
        values.get(5),
        values.get(6));
  }
}
