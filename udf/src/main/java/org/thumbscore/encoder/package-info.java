/**
 * The encoder that turns prepared images and tokenized texts into embeddings, and the sharing of
 * encoders among the tasks of an executor.
 *
 * <p>The input is a model bundle, prepared images and tokenized texts, and the output is embeddings
 * of unit length or the reason why there is none. This package does not depend on Spark, rows,
 * columns or labels.
 */
package org.thumbscore.encoder;
