package org.thumbscore.lake.plan;

import java.util.Optional;

/**
 * A slice and the action planned for it.
 *
 * @param reason the reason for the action, in one line
 * @param stored the record of the slice in the output; empty if there is none or it is not intact
 */
public record PlannedSlice(
    Slice slice, SliceAction action, String reason, Optional<SliceRecord> stored) {}
