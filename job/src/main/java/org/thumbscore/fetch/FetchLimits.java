package org.thumbscore.fetch;

import java.io.Serializable;
import java.time.Duration;

/**
 * What one URL may cost.
 *
 * @param maxBytes of an image
 * @param timeout of one attempt from its first connection to its last byte, redirects included,
 *     waiting for one's turn excluded
 * @param maxRedirects followed in one attempt
 * @param retries further attempts after a failure that may pass
 */
public record FetchLimits(int maxBytes, Duration timeout, int maxRedirects, int retries)
    implements Serializable {}
