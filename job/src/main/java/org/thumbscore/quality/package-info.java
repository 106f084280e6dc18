/**
 * How far a similarity can be trusted: thresholds and probabilities found on validation scores,
 * labels that follow from them, metrics with their error bars, drift. Tables of scores come in;
 * calibrations, evaluations and labelled tables go out. Knows nothing of models, images or the
 * command line.
 */
package org.thumbscore.quality;
