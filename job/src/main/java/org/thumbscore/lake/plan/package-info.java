/**
 * Slices of the input, and what a run does with each.
 *
 * <p>In: the files of an input and the records of an output. Out: a plan that scores, retries,
 * relabels or keeps each slice. It must not know how slices are read or committed.
 */
package org.thumbscore.lake.plan;
