package org.thumbscore.quality;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Computes metrics and their intervals from counted scores. Immutable and thread-safe. */
final class Evaluator {
  private final OptionalDouble threshold;
  private final int resamples;
  private final long seed;

  /**
   * Creates an evaluator.
   *
   * @param threshold the threshold on the cosine; if empty, metrics that depend on it are omitted
   * @param resamples the number of bootstrap resamples
   */
  Evaluator(OptionalDouble threshold, int resamples, long seed) {
    this.threshold = threshold;
    this.resamples = resamples;
    this.seed = seed;
  }

  /** Returns every metric that is defined on the given counts, with its interval. */
  Map<Metric, Estimate> estimates(RankedCounts counts) {
    return estimates(counts, values(counts));
  }

  /**
   * Returns the metrics for exactly known values, with intervals computed from counts of score
   * levels.
   */
  Map<Metric, Estimate> estimates(RankedCounts levels, RankMetrics ranks, Confusion confusion) {
    return estimates(levels, values(ranks, confusion));
  }

  private Map<Metric, Estimate> estimates(RankedCounts counts, Map<Metric, Double> values) {
    Map<Metric, double[]> resampled = resample(counts, values);
    Map<Metric, Estimate> estimates = new EnumMap<>(Metric.class);
    values.forEach(
        (metric, value) ->
            estimates.put(
                metric, new Estimate(value, Interval.of(resampled.get(metric)).orElse(null))));
    return estimates;
  }

  private Map<Metric, double[]> resample(RankedCounts counts, Map<Metric, Double> wanted) {
    Map<Metric, double[]> resampled = new EnumMap<>(Metric.class);
    wanted.keySet().forEach(metric -> resampled.put(metric, new double[resamples]));
    Resampler resampler = new Resampler(counts, seed);
    for (int i = 0; i < resamples; i++) {
      Map<Metric, Double> values = values(resampler.next());
      for (Map.Entry<Metric, double[]> each : resampled.entrySet()) {
        each.getValue()[i] = values.getOrDefault(each.getKey(), Double.NaN);
      }
    }
    return resampled;
  }

  private Map<Metric, Double> values(RankedCounts counts) {
    return values(RankMetrics.of(counts), Confusion.of(counts, threshold.orElse(0)));
  }

  private Map<Metric, Double> values(RankMetrics ranks, Confusion confusion) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      double value = metric.of(ranks, confusion);
      if (Double.isFinite(value) && (threshold.isPresent() || !metric.needsThreshold())) {
        values.put(metric, value);
      }
    }
    return values;
  }
}
