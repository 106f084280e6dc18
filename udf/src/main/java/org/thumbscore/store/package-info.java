/**
 * Pictures that articles name by path, read beside decoding.
 *
 * <p>In: paths of any Hadoop file system. Out: encoded bytes or the reason why there are none, each
 * within a time limit and a size limit. It must not know of rows, models or what a picture shows.
 */
package org.thumbscore.store;
