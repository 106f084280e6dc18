package org.thumbscore.fetch;

import java.io.Serializable;
import java.time.Duration;

/**
 * The limits on the cost of fetching one URL.
 *
 * @param maxBytes the maximum size of an image in bytes
 * @param timeout the time limit of one attempt, from the first connection to the last byte; it
 *     includes redirects but not the time spent waiting for the limits of a host
 * @param maxRedirects the maximum number of redirects to follow in one attempt
 * @param retries the maximum number of further attempts after a temporary failure
 */
public record FetchLimits(int maxBytes, Duration timeout, int maxRedirects, int retries)
    implements Serializable {}
