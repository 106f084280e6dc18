/**
 * Images that articles name by path, read beside decoding.
 *
 * <p>In: paths of any Hadoop file system. Out: encoded bytes or the reason why there are none, each
 * within a time limit and a size limit. It must not know of rows, models or what an image shows.
 */
package org.thumbscore.pipeline.path;
