/**
 * The dual encoder and the pipeline that feeds it.
 *
 * <p>In: encoded pictures and texts, in the order of a partition. Out: unit-length embeddings or
 * the reason why there is none, in the same order. It must not know of Spark, rows, columns or
 * labels.
 */
package org.thumbscore.embed;
