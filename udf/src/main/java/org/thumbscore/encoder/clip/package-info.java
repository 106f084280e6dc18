/**
 * The CLIP model family: its config, its graphs and how to run them.
 *
 * <p>The input is a bundle and a session with its graphs, and the output is one unit vector for
 * each image and each text. No other package knows the names of CLIP's graphs, inputs and outputs.
 */
package org.thumbscore.encoder.clip;
