package org.thumbscore.spark.metrics;

/**
 * The numbers of rows whose label could be another in fp32, since their similarity lies nearer to
 * the threshold than the error of the precision.
 *
 * @param rows the number of such rows
 * @param rescored the number of those that were scored again in fp32
 * @param labelsChanged the number of those that got another label
 * @param beyondBand the number of those whose similarity differed by more than the band is wide, so
 *     that labels of rows outside of it may differ too
 */
public record NearThresholdTotals(long rows, long rescored, long labelsChanged, long beyondBand) {}
