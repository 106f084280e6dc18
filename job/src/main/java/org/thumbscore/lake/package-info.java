/**
 * Tables at rest: where articles are read and scores are written. Paths, schemas and data sets of
 * rows come in; checked columns, counted rows and published files go out.
 *
 * <p>Knows nothing of models, devices, the command line or the config file.
 */
package org.thumbscore.lake;
