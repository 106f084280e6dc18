/**
 * Fetches images from the web. URLs are requested and the results, one status for each URL and the
 * bytes of each image, are stored in a ledger next to the output as they arrive, so that a later
 * run requests only the rest.
 *
 * <p>Web addresses are not trusted: this package bounds what is connected to, how much is read and
 * for how long. It does not depend on models, scores, the command line or the config file.
 */
package org.thumbscore.fetch;
