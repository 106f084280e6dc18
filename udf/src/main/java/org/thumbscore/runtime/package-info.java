/**
 * Devices, sessions and runs: the only package that knows ONNX Runtime.
 *
 * <p>In: the graph files of a bundle, a device preference, what Spark and the environment say of
 * GPUs, direct buffers with pixels or token ids. Out: raw embeddings, as the graphs yield them. It
 * must not know of images, texts, rows or Spark.
 */
package org.thumbscore.runtime;
