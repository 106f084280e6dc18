/**
 * A page to look at. A table of scores comes in, with the articles, an evaluation and records of
 * runs where there are any; one self-contained HTML file goes out. All counting is done in Spark.
 * Knows nothing of models or the command line.
 */
package org.thumbscore.report;
