package org.thumbscore.spark;

/**
 * How the embeddings of images, or those of texts, came about.
 *
 * @param computed images or texts that went through the model; one of several rows may count once
 * @param reused rows whose embedding was known before
 */
public record EmbeddingTotals(long computed, long reused) {}
