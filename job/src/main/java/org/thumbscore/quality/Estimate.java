package org.thumbscore.quality;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A metric with its error bar.
 *
 * @param interval 95%, percentile bootstrap; null where resamples give none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Estimate(double value, Interval interval) {}
