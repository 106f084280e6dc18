/**
 * How far a similarity can be trusted: thresholds found on validation scores. Calibration files
 * come in, label thresholds go out. Knows nothing of Spark sessions or the command line.
 */
package org.thumbscore.quality;
