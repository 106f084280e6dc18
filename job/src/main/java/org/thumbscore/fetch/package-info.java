/**
 * Images from the web into the lake: URLs come in, one status for each URL and the bytes of those
 * that are images go out, kept beside the output as they arrive so that a later run need not ask
 * for them again.
 *
 * <p>Web addresses are not trusted: what is connected to, how much is read and for how long is
 * bounded here. Knows nothing of models, scores, the command line or the config file.
 */
package org.thumbscore.fetch;
