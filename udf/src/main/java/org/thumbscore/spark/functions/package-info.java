/**
 * Scoring from SQL: a catalog of functions that embed and compare single texts and images.
 *
 * <p>This is the only package that knows Spark's internal rows, which the interface for functions
 * requires.
 */
package org.thumbscore.spark.functions;
