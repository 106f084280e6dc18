/**
 * The executor's side of Spark: the function over a partition, its accumulators, its encoder.
 *
 * <p>In: a dataset with an id, a text and an image. Out: the same rows with similarity, label,
 * status and lineage. It must not know of command lines, files or catalogs.
 */
package org.thumbscore.spark;
