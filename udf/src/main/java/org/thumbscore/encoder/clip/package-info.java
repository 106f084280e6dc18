/**
 * The CLIP family: its config, its graphs and how they are run.
 *
 * <p>In: a bundle and a session with its graphs. Out: one unit vector for each image and each text.
 * No other package knows the names of CLIP's graphs, inputs and outputs.
 */
package org.thumbscore.encoder.clip;
