/**
 * The pipeline that feeds an encoder: look-ahead, batching and deduplication.
 *
 * <p>The input is encoded images and texts in the order of a partition, and the output is their
 * embeddings or the reason why there are none, in the same order. This package does not depend on
 * Spark, columns or labels.
 */
package org.thumbscore.pipeline;
