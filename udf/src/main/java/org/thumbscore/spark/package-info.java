/**
 * Scoring on Spark executors: the function that maps a partition, its accumulators and its encoder.
 *
 * <p>The input is a dataset with an id, a text and an image, and the output is the same rows with
 * similarity, label, status and lineage. This package does not depend on command lines, files or
 * catalogs.
 */
package org.thumbscore.spark;
