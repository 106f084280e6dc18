/**
 * Determines how far similarities can be trusted.
 *
 * <p>This package derives thresholds and probabilities from validation scores, labels stored scores
 * with them, and computes metrics with bootstrap intervals and drift. It does not depend on models,
 * images or the command line.
 */
package org.thumbscore.quality;
