package org.thumbscore.lake.source;

import java.util.Map;
import org.thumbscore.lake.storage.GateException;

/**
 * How many rows the slices of an input have.
 *
 * @param rows by the slice's id
 * @param unreadable why the rows of a slice could not be counted, by the slice's id
 */
public record SliceCounts(Map<String, Long> rows, Map<String, GateException> unreadable) {
  public SliceCounts {
    rows = Map.copyOf(rows);
    unreadable = Map.copyOf(unreadable);
  }
}
