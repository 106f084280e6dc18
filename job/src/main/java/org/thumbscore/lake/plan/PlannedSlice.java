package org.thumbscore.lake.plan;

import java.util.Optional;

/**
 * A slice and what is to be done with it.
 *
 * @param reason one line
 * @param stored what the output holds of it; empty where that is nothing whole
 */
public record PlannedSlice(
    Slice slice, SliceAction action, String reason, Optional<SliceRecord> stored) {}
