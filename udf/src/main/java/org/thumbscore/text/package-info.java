/**
 * Texts to token ids.
 *
 * <p>In: a bundle's {@code tokenizer.json} and a text. Out: ids as the text tower takes them. It
 * must not know of batches, graphs or Spark.
 */
package org.thumbscore.text;
