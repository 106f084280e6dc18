/**
 * The encoder that turns prepared images and tokenized texts into embeddings, and its sharing among
 * the tasks of an executor.
 *
 * <p>In: a model bundle, prepared images, tokenized texts. Out: embeddings of unit length or the
 * reason why there is none. It must not know of Spark, rows, columns or labels.
 */
package org.thumbscore.encoder;
