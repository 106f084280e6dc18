/**
 * Devices, sessions and runs. This is the only package that uses ONNX Runtime.
 *
 * <p>The input is the graph files of a bundle, a device preference, the GPUs that Spark and the
 * environment report, the contracts of the graphs, and named tensors. The output is named tensors
 * as computed by the graphs. This package does not depend on model families, images, texts, rows or
 * Spark.
 */
package org.thumbscore.runtime;
