/**
 * Tokenization of texts.
 *
 * <p>The input is a bundle's {@code tokenizer.json} and a text, and the output is the ids that the
 * text tower accepts. This package does not depend on batches, graphs or Spark.
 */
package org.thumbscore.text;
