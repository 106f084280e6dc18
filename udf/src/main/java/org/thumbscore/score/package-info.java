/**
 * Conversion of embeddings to the values of a row: similarity, label and status.
 *
 * <p>The input is the pipeline's result for an article, and the output is a score, or a status with
 * its reason. This package does not depend on Spark or on how embeddings are computed.
 */
package org.thumbscore.score;
