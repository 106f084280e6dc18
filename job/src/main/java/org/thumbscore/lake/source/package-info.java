/**
 * The input: its files, its schema, its rows; and stored scores as an input.
 *
 * <p>In: a location and the columns asked for. Out: the rows of slices, with checked columns. It
 * must not know how scores are written.
 */
package org.thumbscore.lake.source;
