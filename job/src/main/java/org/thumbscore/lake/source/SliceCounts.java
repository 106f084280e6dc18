package org.thumbscore.lake.source;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.thumbscore.lake.storage.GateException;

/**
 * The number of rows of slices.
 *
 * @param rows the number of rows by slice id; 0 if they cannot be counted
 * @param unreadable the reasons why rows cannot be counted, by slice id
 */
public record SliceCounts(Map<String, Long> rows, Map<String, GateException> unreadable) {
  public SliceCounts {
    rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    unreadable = Collections.unmodifiableMap(new LinkedHashMap<>(unreadable));
  }
}
