/**
 * The pipeline that feeds an encoder: look-ahead, batching and deduplication.
 *
 * <p>In: encoded images and texts, in the order of a partition. Out: their embeddings or the reason
 * why there is none, in the same order. It must not know of Spark, columns or labels.
 */
package org.thumbscore.pipeline;
