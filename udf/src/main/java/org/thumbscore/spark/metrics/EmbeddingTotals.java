package org.thumbscore.spark.metrics;

/**
 * The numbers of computed and reused embeddings of images or of texts.
 *
 * @param computed the number of images or texts that were run through the model; one shared by
 *     several rows may count once
 * @param reused the number of rows whose embedding was already known
 */
public record EmbeddingTotals(long computed, long reused) {}
