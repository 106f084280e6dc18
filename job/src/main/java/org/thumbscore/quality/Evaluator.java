package org.thumbscore.quality;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;

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
    return estimates(values(counts), new Resampler(counts, seed)::next);
  }

  /**
   * Returns the metrics for exactly known values, with intervals computed from counts of score
   * levels.
   */
  Map<Metric, Estimate> estimates(RankedCounts levels, RankMetrics ranks, Confusion confusion) {
    return estimates(values(ranks, confusion), new Resampler(levels, seed)::next);
  }

  /** Returns the metrics of exactly known values, with intervals computed from resamples. */
  Map<Metric, Estimate> estimates(
      RankMetrics ranks, Confusion confusion, Supplier<RankedCounts> samples) {
    return estimates(values(ranks, confusion), samples);
  }

  private Map<Metric, Estimate> estimates(
      Map<Metric, Double> values, Supplier<RankedCounts> samples) {
    Map<Metric, double[]> resampled = resample(values, samples);
    Map<Metric, Estimate> estimates = new EnumMap<>(Metric.class);
    values.forEach(
        (metric, value) ->
            estimates.put(
                metric, new Estimate(value, Interval.of(resampled.get(metric)).orElse(null))));
    return estimates;
  }

  private Map<Metric, double[]> resample(
      Map<Metric, Double> wanted, Supplier<RankedCounts> samples) {
    Map<Metric, double[]> resampled = new EnumMap<>(Metric.class);
    wanted.keySet().forEach(metric -> resampled.put(metric, new double[resamples]));
    for (int i = 0; i < resamples; i++) {
      Map<Metric, Double> values = values(samples.get());
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
