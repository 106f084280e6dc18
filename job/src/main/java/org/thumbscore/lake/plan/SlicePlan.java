package org.thumbscore.lake.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The plan of a run, with an action for each slice of its input. Slices of other inputs in the same
 * output are not affected.
 */
public record SlicePlan(List<PlannedSlice> slices) {
  public SlicePlan {
    slices = List.copyOf(slices);
  }

  /** Controls which stored slices are reused. */
  public enum Reuse {
    /** Keeps slices that are up to date. */
    KEEP,
    /** Keeps slices that are up to date, but scores their rows without a similarity again. */
    RETRY_FAILED,
    /** Keeps no slices. */
    NOTHING
  }

  /**
   * Plans the action for each slice of an input by comparing it with the ledger.
   *
   * @param stored the intact slices of the output
   */
  public static SlicePlan of(
      List<Slice> slices, Map<String, SliceRecord> stored, SliceLineage lineage, Reuse reuse) {
    List<PlannedSlice> planned = new ArrayList<>();
    for (Slice slice : slices) {
      Optional<SliceRecord> record = Optional.ofNullable(stored.get(slice.id()));
      planned.add(plan(slice, record, lineage, reuse));
    }
    return new SlicePlan(planned);
  }

  private static PlannedSlice plan(
      Slice slice, Optional<SliceRecord> stored, SliceLineage lineage, Reuse reuse) {
    if (stored.isEmpty()) {
      return new PlannedSlice(slice, SliceAction.SCORE, "new", stored);
    }
    SliceRecord record = stored.get();
    Optional<String> stale = whyStale(slice, record, lineage, reuse);
    if (stale.isPresent()) {
      return new PlannedSlice(slice, SliceAction.SCORE, stale.get(), stored);
    }
    if (reuse == Reuse.RETRY_FAILED && record.rejected() > 0) {
      String reason = record.rejected() + " rows without a similarity";
      return new PlannedSlice(slice, SliceAction.RETRY, reason, stored);
    }
    return lineage
        .differsInLabels(record.lineage())
        .map(why -> new PlannedSlice(slice, SliceAction.RELABEL, why, stored))
        .orElseGet(() -> new PlannedSlice(slice, SliceAction.KEEP, "unchanged", stored));
  }

  private static Optional<String> whyStale(
      Slice slice, SliceRecord record, SliceLineage lineage, Reuse reuse) {
    if (reuse == Reuse.NOTHING) {
      return Optional.of("to be replaced");
    }
    if (slice.files().isEmpty()) {
      return Optional.of("its input has no files to compare");
    }
    return whyChanged(slice.files(), record.input())
        .or(() -> lineage.differsInScores(record.lineage()));
  }

  private static Optional<String> whyChanged(List<InputFile> now, List<InputFile> then) {
    List<InputFile> found = now.stream().map(InputFile::stored).toList();
    if (found.equals(then)) {
      return Optional.empty();
    }
    Map<String, InputFile> before =
        then.stream().collect(Collectors.toMap(InputFile::path, file -> file, (a, b) -> a));
    return found.stream()
        .filter(file -> !Objects.equals(before.get(file.path()), file))
        .findFirst()
        .map(file -> "input changed: " + file.path())
        .or(() -> Optional.of("input files are gone: " + (then.size() - now.size())));
  }

  /** Returns the slices that are not kept. */
  public List<PlannedSlice> work() {
    return slices.stream().filter(slice -> slice.action() != SliceAction.KEEP).toList();
  }

  /** Returns the ids of all slices. */
  public Set<String> ids() {
    return slices.stream().map(planned -> planned.slice().id()).collect(Collectors.toSet());
  }

  /**
   * Returns stored slices whose files are all gone from the input, although the input has other
   * files in their directories. Their files were merged or removed.
   */
  public List<SliceRecord> gone(Collection<SliceRecord> stored) {
    Set<String> ids = ids();
    Set<String> directories =
        slices.stream()
            .flatMap(planned -> planned.slice().files().stream())
            .filter(file -> !file.isTable())
            .map(file -> file.stored().directory())
            .collect(Collectors.toSet());
    return stored.stream()
        .filter(record -> !ids.contains(record.slice()))
        .filter(
            record ->
                record.input().stream()
                    .anyMatch(f -> !f.isTable() && directories.contains(f.directory())))
        .toList();
  }

  /** Returns the number of slices by action, in the order of {@link SliceAction}. */
  public Map<SliceAction, Integer> counts() {
    Map<SliceAction, Integer> counts = new EnumMap<>(SliceAction.class);
    slices.forEach(slice -> counts.merge(slice.action(), 1, Integer::sum));
    return counts;
  }
}
