/**
 * Opens the input: its files, schema and rows. Also opens stored scores.
 *
 * <p>Given a location and the requested columns, this package validates the columns and reads the
 * rows of slices. It does not depend on how scores are written.
 */
package org.thumbscore.lake.source;
