/**
 * Model bundles, which are directories in the layout that Hugging Face exporters write.
 *
 * <p>The input is a path, and the output is the files and configs of a bundle, checked as far as
 * possible without loading the graphs, and its digest. This package does not depend on Spark or
 * ONNX Runtime; the inputs and outputs of the graphs are checked when the graphs are loaded.
 */
package org.thumbscore.model;
