/**
 * Devices, sessions and runs: the only package that knows ONNX Runtime.
 *
 * <p>In: the graph files of a bundle, a device preference, what Spark and the environment say of
 * GPUs, named tensors, what a graph must take and yield. Out: named tensors, as the graphs yield
 * them. It must not know of model families, images, texts, rows or Spark.
 */
package org.thumbscore.runtime;
