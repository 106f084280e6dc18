package org.thumbscore.fetch;

import java.io.Serializable;

/**
 * Settings of a run, alike in each executor.
 *
 * @param concurrency simultaneous requests of one executor
 */
public record FetchSettings(
    FetchLimits limits, Politeness politeness, AddressPolicy addresses, int concurrency)
    implements Serializable {}
