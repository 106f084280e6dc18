/**
 * Reading of images that articles refer to by path, in parallel with decoding.
 *
 * <p>The input is paths on any Hadoop file system, and the output is encoded bytes or the reason
 * why there are none, subject to a time limit and a size limit. This package does not depend on
 * rows, models or the contents of images.
 */
package org.thumbscore.pipeline.path;
