package org.thumbscore.fetch;

import java.io.Serializable;

/**
 * The settings of a run, identical on every executor.
 *
 * @param concurrency the maximum number of simultaneous requests of one executor
 */
public record FetchSettings(
    FetchLimits limits, Politeness politeness, AddressPolicy addresses, int concurrency)
    implements Serializable {}
