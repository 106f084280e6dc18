package org.thumbscore.lake.source;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.thumbscore.lake.plan.InputFile;
import org.thumbscore.lake.plan.Slice;
import org.thumbscore.lake.storage.GateException;

/**
 * Counts the rows of slices from parquet footers where available, otherwise in one pass over all
 * slices.
 */
record RowCounter(OpenedInput input) {

  SliceCounts count(Collection<Slice> slices) {
    Map<String, Long> rows = new LinkedHashMap<>();
    Map<String, GateException> unreadable = new LinkedHashMap<>();
    if (input.footers().isPresent()) {
      slices.forEach(slice -> fromFooters(slice, input.footers().get(), rows, unreadable));
    } else {
      byReading(slices, rows, unreadable);
    }
    return new SliceCounts(rows, unreadable);
  }

  private static void fromFooters(
      Slice slice, Footers footers, Map<String, Long> rows, Map<String, GateException> unreadable) {
    Optional<String> damage = footers.damageOf(slice);
    damage.ifPresent(
        why -> unreadable.put(slice.id(), SliceReading.unreadable(slice.describe(), why)));
    rows.put(slice.id(), damage.isPresent() ? 0 : footers.rows(slice.files()));
  }

  private void byReading(
      Collection<Slice> slices, Map<String, Long> rows, Map<String, GateException> unreadable) {
    if (slices.size() > 1) {
      try {
        rows.putAll(SliceReading.reading(slices.size() + " together", () -> inOnePass(slices)));
        return;
      } catch (GateException e) {
        // A file is damaged; reading each slice separately shows which one.
      }
    }
    for (Slice slice : slices) {
      try {
        rows.put(slice.id(), SliceReading.reading(slice.describe(), () -> rowsOf(slice).count()));
      } catch (GateException e) {
        rows.put(slice.id(), 0L);
        unreadable.put(slice.id(), e);
      }
    }
  }

  private Dataset<Row> rowsOf(Slice slice) {
    return slice.isWhole() ? input.rows() : input.rows(slice.files());
  }

  private Map<String, Long> inOnePass(Collection<Slice> slices) {
    List<InputFile> files = slices.stream().flatMap(slice -> slice.files().stream()).toList();
    Map<String, Long> byFile = new HashMap<>();
    input
        .rows(files)
        .groupBy(functions.col(OpenedInput.FILE))
        .count()
        .collectAsList()
        .forEach(row -> byFile.put(row.getString(0), row.getLong(1)));
    Map<String, Long> rows = new LinkedHashMap<>();
    for (Slice slice : slices) {
      rows.put(
          slice.id(),
          slice.files().stream().mapToLong(f -> byFile.getOrDefault(f.path(), 0L)).sum());
    }
    return rows;
  }
}
