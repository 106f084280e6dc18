/**
 * Model bundles: directories in the layout that Hugging Face exporters write.
 *
 * <p>In: a path. Out: the files and configs of a bundle, checked as far as files can be checked,
 * and its digest. It must not know of Spark or ONNX Runtime; what the graphs take and yield is
 * checked when they are loaded.
 */
package org.thumbscore.model;
