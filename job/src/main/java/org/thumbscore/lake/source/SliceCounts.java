package org.thumbscore.lake.source;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.thumbscore.lake.storage.GateException;

/**
 * How many rows slices have.
 *
 * @param rows of each slice, by its identifier; 0 where they cannot be counted
 * @param unreadable why the rows of some cannot be counted, by the slice's identifier
 */
public record SliceCounts(Map<String, Long> rows, Map<String, GateException> unreadable) {
  public SliceCounts {
    rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    unreadable = Collections.unmodifiableMap(new LinkedHashMap<>(unreadable));
  }
}
