/**
 * Locations, directories and failures of storage.
 *
 * <p>In: paths and Hadoop settings. Out: checked locations, and errors that say what to do about
 * them. It must not know of slices, tables or scores.
 */
package org.thumbscore.lake.storage;
