/**
 * Plans what a run does with each slice of the input.
 *
 * <p>Given the files of an input and the records of an output, this package decides whether each
 * slice is scored, retried, relabelled or kept. It does not depend on how slices are read or
 * committed.
 */
package org.thumbscore.lake.plan;
