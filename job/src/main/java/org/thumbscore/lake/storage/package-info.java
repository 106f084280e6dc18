/**
 * Accesses storage: locations, directories and failures.
 *
 * <p>Paths are checked with the Hadoop settings, and failures become errors that tell the user what
 * to do. This package does not depend on the other packages of the lake.
 */
package org.thumbscore.lake.storage;
