/**
 * From embeddings to what a row says: similarity, label, status.
 *
 * <p>In: what the pipeline made of an article. Out: a score, or a status with its reason. It must
 * not know of Spark or of how embeddings come about.
 */
package org.thumbscore.score;
