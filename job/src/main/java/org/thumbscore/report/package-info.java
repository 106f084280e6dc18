/**
 * Writes an HTML report of scores.
 *
 * <p>A table of scores, and optionally its articles, an evaluation and the records of runs, become
 * one self-contained HTML file. All aggregation is done in Spark. This package does not depend on
 * models or the command line.
 */
package org.thumbscore.report;
