package org.thumbscore.quality;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The value of a metric with its interval.
 *
 * @param interval the 95% percentile bootstrap interval; null if too few resamples define the
 *     metric
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Estimate(double value, Interval interval) {}
